// A reporter for Stryker: one line of JSON for each mutant as soon as it is judged, so that a run that is cut short says something too.
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';

class Lines {
  static inject = tokens(commonTokens.options);
  #file;

  constructor({ lines }) {
    this.#file = lines;
  }

  onMutantTested({ fileName, status, statusReason: reason, location, mutatorName, replacement }) {
    const one = {
      file: relative(process.cwd(), fileName),
      status,
      reason,
      line: location.start.line,
      column: location.start.column,
      mutatorName,
      replacement,
    };
    appendFileSync(this.#file, `${JSON.stringify(one)}\n`);
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Reporter, 'lines', Lines)];
