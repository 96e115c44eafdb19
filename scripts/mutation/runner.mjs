// A test runner for Stryker: jest's own, told to load only the test files that reach a mutant, the quickest first, and to stop at
// the first that fails. Jest alone loads every test file for every mutant, which takes three times as long.
import { readFileSync, writeFileSync } from 'node:fs';
import { declareFactoryPlugin, PluginKind, tokens, commonTokens } from '@stryker-mutator/api/plugin';
import { DryRunStatus, MutantRunStatus } from '@stryker-mutator/api/test-runner';
import { strykerPlugins as ofJest, strykerValidationSchema } from '@stryker-mutator/jest-runner';

class ByFile {
  #jest;
  #notes;
  #everyFile;

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
    if (result.status === DryRunStatus.Complete) writeFileSync(this.#notes, JSON.stringify(filesByTime(result.tests)));
    return result;
  }

  async mutantRun(options) {
    const reached = new Set(options.testFilter);
    let nrOfTests = 0;
    for (const { file, tests } of JSON.parse(readFileSync(this.#notes, 'utf8'))) {
      if (options.testFilter && !tests.some((test) => reached.has(test))) continue;
      this.#jest.jestConfig = { ...this.#everyFile, testMatch: [file] };
      const result = await this.#jest.mutantRun(options);
      if (result.status !== MutantRunStatus.Survived) return result;
      nrOfTests += result.nrOfTests;
    }
    return { status: MutantRunStatus.Survived, nrOfTests };
  }
}

/** The test files with the names of their tests, the quickest first. */
function filesByTime(tests) {
  const files = new Map();
  for (const { id, fileName, timeSpentMs } of tests) {
    const of = files.get(fileName) ?? { file: fileName, tests: [], spent: 0 };
    files.set(fileName, { ...of, tests: [...of.tests, id], spent: of.spent + timeSpentMs });
  }
  return [...files.values()].sort((a, b) => a.spent - b.spent);
}

const { factory } = ofJest[0];
byFile.inject = tokens(commonTokens.injector, commonTokens.options);
function byFile(injector, { notes }) {
  return new ByFile(factory(injector), notes);
}

// It holds the defaults of jest's options.
export { strykerValidationSchema };

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'jest-by-file', byFile)];
