// A test runner for Stryker: jest's own, told to load only the test files that reach a mutant, the quickest first, and to stop at
// the first that fails. Jest alone loads every test file for every mutant, which takes three times as long.
import { declareFactoryPlugin, PluginKind, tokens, commonTokens } from '@stryker-mutator/api/plugin';
import { DryRunStatus, MutantRunStatus } from '@stryker-mutator/api/test-runner';
import { strykerPlugins as ofJest, strykerValidationSchema } from '@stryker-mutator/jest-runner';

class ByFile {
  #jest;
  #everyFile;
  /** Milliseconds by test file, quickest first. */
  #files = [];
  /** Test files by name of test. */
  #filesOf = new Map();

  constructor(jest) {
    this.#jest = jest;
  }

  capabilities() {
    return this.#jest.capabilities();
  }

  async init() {
    await this.#jest.init();
    this.#everyFile = this.#jest.jestConfig;
  }

  async dryRun(options) {
    this.#jest.jestConfig = this.#everyFile;
    const result = await this.#jest.dryRun(options);
    if (result.status === DryRunStatus.Complete) this.#learn(result.tests);
    return result;
  }

  #learn(tests) {
    const spent = new Map();
    for (const { id, fileName, timeSpentMs } of tests) {
      spent.set(fileName, (spent.get(fileName) ?? 0) + timeSpentMs);
      this.#filesOf.set(id, (this.#filesOf.get(id) ?? new Set()).add(fileName));
    }
    this.#files = [...spent].sort(([, a], [, b]) => a - b).map(([file]) => file);
  }

  async mutantRun(options) {
    // A worker that replaces one that hung was never given the dry run.
    if (this.#files.length === 0) await this.dryRun({ ...options, coverageAnalysis: 'off' });
    const wanted = new Set((options.testFilter ?? []).flatMap((id) => [...(this.#filesOf.get(id) ?? [])]));
    const files = options.testFilter ? this.#files.filter((file) => wanted.has(file)) : this.#files;
    let nrOfTests = 0;
    for (const file of files) {
      this.#jest.jestConfig = { ...this.#everyFile, testMatch: [file] };
      const result = await this.#jest.mutantRun(options);
      if (result.status !== MutantRunStatus.Survived) return result;
      nrOfTests += result.nrOfTests;
    }
    return { status: MutantRunStatus.Survived, nrOfTests };
  }
}

const { factory } = ofJest[0];
byFile.inject = tokens(commonTokens.injector);
function byFile(injector) {
  return new ByFile(factory(injector));
}

// It holds the defaults of jest's options.
export { strykerValidationSchema };

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'jest-by-file', byFile)];
