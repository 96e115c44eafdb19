// A test runner for Stryker: jest's own, told to load only the test files that reach a mutant, the likeliest to fail in its time
// first, and to stop at the first that fails. Jest alone loads every test file for every mutant, which takes three times as long.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { declareFactoryPlugin, PluginKind, tokens, commonTokens } from '@stryker-mutator/api/plugin';
import { isInFunction } from './place.mjs';
import { DryRunStatus, MutantRunStatus } from '@stryker-mutator/api/test-runner';
import { strykerPlugins as ofJest, strykerValidationSchema } from '@stryker-mutator/jest-runner';

/** Milliseconds that jest takes for a test file, whatever its tests. */
const LOADING = 700;

/** How many times likelier a test file is to catch a mutant for each word that their paths have in common. */
const LIKE = 4;

class ByFile {
  #jest;
  #notes;
  #everyFile;
  /** How many mutants of a source file, and of its folder, each test file was asked about, and how many it caught. */
  #asked = new Map();

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
    const { testFilter, activeMutant } = options;
    const all = JSON.parse(readFileSync(this.#notes, 'utf8'));
    const reached = new Set(testFilter);
    const reaching = all
      .map(({ file, tests }) => {
        const some = tests.filter(({ id }) => reached.has(id));
        // Jest takes them as one regular expression: those of every file would be more than one can hold.
        return { file, tests: some, ids: some.length < tests.length ? some.map(({ id }) => id) : undefined };
      })
      .filter(({ tests }) => tests.length > 0);
    const result = testFilter ? await this.#inTurn(reaching, options) : { status: MutantRunStatus.Survived };
    if (result.status !== MutantRunStatus.Survived || (testFilter && isInFunction(activeMutant))) return result;
    // What a module computes when it is loaded is counted for the tests alone that loaded it, if any: every test may use it.
    return this.#inTurn(all, options);
  }

  /** @returns what a test file caught so far of the mutants of a source file or folder */
  #recordOf(source, file) {
    const key = `${source} ${file}`;
    if (!this.#asked.has(key)) this.#asked.set(key, { asked: 0, caught: 0 });
    return this.#asked.get(key);
  }

  /** @param files the test files, each with the `ids` of the tests to run; without them, every test */
  async #inTurn(files, options) {
    const inOrder = files
      .map((one) => ({
        file: one.file,
        ids: one.ids,
        ms: timeOf(one),
        likeness: likeness(options.activeMutant.fileName, one.file),
        records: [options.activeMutant.fileName, dirname(options.activeMutant.fileName)].map((source) =>
          this.#recordOf(source, one.file),
        ),
      }))
      .sort((a, b) => chanceOf(b) - chanceOf(a));
    let nrOfTests = 0;
    for (const { file, ids, records } of inOrder) {
      this.#jest.jestConfig = { ...this.#everyFile, testMatch: [file] };
      const result = await this.#jest.mutantRun({ ...options, testFilter: ids });
      const survived = result.status === MutantRunStatus.Survived;
      for (const record of records) {
        record.asked += 1;
        if (!survived) record.caught += 1;
      }
      if (!survived) return result;
      nrOfTests += result.nrOfTests;
    }
    return { status: MutantRunStatus.Survived, nrOfTests };
  }
}

/** The chance that a test file catches a mutant, per millisecond of its tests and of loading it: only the order is right. */
function chanceOf({ ms, likeness, records: [ofFile, ofFolder] }) {
  const expected = (ofFolder.caught + 1) / (ofFolder.asked + 2);
  return (((ofFile.caught + expected) / (ofFile.asked + 1)) * LIKE ** likeness) / (ms + LOADING);
}

/** How many folders of a source file, or its name, a test file has in its own path. */
function likeness(source, test) {
  const words = new Set(
    relative(process.cwd(), test)
      .replace(/\.test\.ts$/, '')
      .split(sep),
  );
  const own = relative(process.cwd(), source).replace(/\.ts$/, '').split(sep);
  return own.filter((word) => words.has(word)).length;
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
