// A test runner for Stryker: jest's own, told to load only the test files that reach a mutant, the quickest first, and to stop at
// the first that fails. Jest alone loads every test file for every mutant, which takes three times as long.
import { readFileSync, writeFileSync } from 'node:fs';
import { declareFactoryPlugin, PluginKind, tokens, commonTokens } from '@stryker-mutator/api/plugin';
import { isInFunction } from './place.mjs';
import { DryRunStatus, MutantRunStatus } from '@stryker-mutator/api/test-runner';
import { strykerPlugins as ofJest, strykerValidationSchema } from '@stryker-mutator/jest-runner';

class ByFile {
  #jest;
  #notes;
  #everyFile;
  /** How many mutants each file caught. */
  #caught = new Map();

  /** @param notes file for what the dry run told: the worker that makes it is not the only one that needs it */
  constructor(jest, notes) {
    this.#jest = jest;
    this.#notes = notes;
  }

  capabilities() {
    return this.#jest.capabilities();
  }

  async init() {
    await this.#jest.init();
    this.#everyFile = this.#jest.jestConfig;
  }

  async dryRun(options) {
    const result = await this.#jest.dryRun(options);
    if (result.status === DryRunStatus.Complete) writeFileSync(this.#notes, JSON.stringify(filesOf(result.tests)));
    return result;
  }

  async mutantRun(options) {
    const { testFilter } = options;
    const all = JSON.parse(readFileSync(this.#notes, 'utf8'));
    const reached = new Set(testFilter);
    const reaching = all
      .map(({ file, tests }) => ({ file, tests: tests.filter(({ id }) => reached.has(id)) }))
      .filter(({ tests }) => tests.length > 0)
      .sort((a, b) => timeOf(a) - timeOf(b));
    const result = testFilter ? await this.#inTurn(reaching, options) : { status: MutantRunStatus.Survived };
    if (result.status !== MutantRunStatus.Survived || (testFilter && isInFunction(options.activeMutant))) return result;
    // What a module computes when it is loaded is counted for the tests alone that loaded it, if any: every test may use it. The
    // files go first that caught the most so far.
    all.sort((a, b) => this.#caughtBy(b) - this.#caughtBy(a) || timeOf(a) - timeOf(b));
    return this.#inTurn(all, { ...options, testFilter: undefined });
  }

  #caughtBy({ file }) {
    return this.#caught.get(file) ?? 0;
  }

  async #inTurn(files, options) {
    let nrOfTests = 0;
    for (const { file } of files) {
      this.#jest.jestConfig = { ...this.#everyFile, testMatch: [file] };
      const result = await this.#jest.mutantRun(options);
      if (result.status !== MutantRunStatus.Survived) {
        this.#caught.set(file, (this.#caught.get(file) ?? 0) + 1);
        return result;
      }
      nrOfTests += result.nrOfTests;
    }
    return { status: MutantRunStatus.Survived, nrOfTests };
  }
}

function timeOf({ tests }) {
  return tests.reduce((sum, { ms }) => sum + ms, 0);
}

/** The test files, each with the names of its tests and the milliseconds that they took. */
function filesOf(tests) {
  const files = new Map();
  for (const { id, fileName, timeSpentMs } of tests) {
    files.set(fileName, [...(files.get(fileName) ?? []), { id, ms: timeSpentMs }]);
  }
  return [...files].map(([file, of]) => ({ file, tests: of }));
}

const { factory } = ofJest[0];
byFile.inject = tokens(commonTokens.injector, commonTokens.options);
function byFile(injector, { notes }) {
  return new ByFile(factory(injector), notes);
}

// It holds the defaults of jest's options.
export { strykerValidationSchema };

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'jest-by-file', byFile)];
