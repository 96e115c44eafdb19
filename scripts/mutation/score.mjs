import { dirname } from 'node:path';

const COUNTED = { Killed: 'caught', Timeout: 'caught', Survived: 'missed', NoCoverage: 'missed' };

/** Noticed, but by no test: Stryker calls such a mutant invalid. */
const UNLOADED = 'a test file did not load with it';

/** What counts every mutant, whatever its room. */
const OVERALL = 'overall';

/** The folder that a file counts for: `lib/analysis/rules/gateway` also for what lies deeper. */
export function folderOf(file) {
  return dirname(file).split('/').slice(0, 4).join('/');
}

/**
 * Counts mutants.
 *
 * @param mutants what the reporter wrote of each
 * @returns by folder, by room and overall: how many were caught by a test, how many were missed; and the missed ones
 */
export function scoresOf(mutants) {
  const folders = new Map();
  const missed = [];
  const skipped = new Map();
  for (const mutant of mutants) {
    const verdict = COUNTED[mutant.status];
    if (!verdict) {
      const why = mutant.status === 'RuntimeError' ? UNLOADED : (mutant.reason ?? mutant.status);
      skipped.set(why, (skipped.get(why) ?? 0) + 1);
      continue;
    }
    const room = mutant.file.split('/').slice(0, 2).join('/');
    for (const key of new Set([OVERALL, `${room} (all)`, folderOf(mutant.file)])) {
      folders.set(key, folders.get(key) ?? { caught: 0, missed: 0, late: 0 });
      folders.get(key)[verdict] += 1;
      if (mutant.status === 'Timeout') folders.get(key).late += 1;
    }
    if (verdict === 'missed') missed.push(mutant);
  }
  return { folders, missed, skipped };
}

/** Per cent of the mutants that a test caught. */
export function percent({ caught, missed }) {
  return (100 * caught) / (caught + missed);
}
