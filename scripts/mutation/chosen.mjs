// A checker for Stryker: leaves out what is not in the sample, and text for people. What it leaves out counts as "compile error",
// the only verdict of a checker that keeps a mutant out of the score.
import { readFileSync } from 'node:fs';
import { declareClassPlugin, PluginKind, tokens, commonTokens } from '@stryker-mutator/api/plugin';
import { isForPeople } from './text.mjs';

class Chosen {
  static inject = tokens(commonTokens.options);
  #sample;
  #sources = new Map();

  constructor({ sample }) {
    this.#sample = sample;
  }

  async init() {}

  async check(mutants) {
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, this.#judge(mutant)]));
  }

  #judge(mutant) {
    const { part, of } = this.#sample;
    // Stryker numbers mutants by file and place: the same checkout gives the same sample.
    if (Number(mutant.id) % of !== part - 1) return { status: 'compileError', reason: 'not in the sample' };
    if (mutant.mutatorName === 'StringLiteral' && isForPeople(this.#textAt(mutant)))
      return { status: 'compileError', reason: 'text for people' };
    return { status: 'passed' };
  }

  #textAt({ fileName, location: { start, end } }) {
    if (!this.#sources.has(fileName)) this.#sources.set(fileName, readFileSync(fileName, 'utf8').split('\n'));
    const lines = this.#sources.get(fileName).slice(start.line, end.line + 1);
    lines[lines.length - 1] = lines.at(-1).slice(0, end.column);
    lines[0] = lines[0].slice(start.column);
    return lines.join('\n');
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'chosen', Chosen)];
