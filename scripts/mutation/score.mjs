import { dirname } from 'node:path';

const COUNTED = { Killed: 'caught', Timeout: 'caught', Survived: 'missed', NoCoverage: 'missed' };

/** Noticed, but by no test: Stryker calls such a mutant invalid. */
const UNLOADED = 'a test file did not load with it';

/** The folder that a file counts for: `lib/analysis/rules/gateway` also for what lies deeper. */
export function folderOf(file) {
  return dirname(file).split('/').slice(0, 4).join('/');
}

/**
 * Counts the mutants of a report of Stryker.
 *
 * @returns by folder and by room: how many were caught by a test, how many were missed; and the missed ones, in order
 */
export function scoresOf(report) {
  const folders = new Map();
  const missed = [];
  const skipped = new Map();
  for (const [file, { mutants }] of Object.entries(report.files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const mutant of mutants) {
      const verdict = COUNTED[mutant.status];
      if (!verdict) {
        const why = mutant.status === 'RuntimeError' ? UNLOADED : (mutant.statusReason ?? mutant.status);
        skipped.set(why, (skipped.get(why) ?? 0) + 1);
        continue;
      }
      const room = file.split('/').slice(0, 2).join('/');
      for (const place of new Set([room, folderOf(file)])) {
        const key = place === room ? `${room} (all)` : place;
        folders.set(key, folders.get(key) ?? { room, caught: 0, missed: 0 });
        folders.get(key)[verdict] += 1;
      }
      if (verdict === 'missed') missed.push({ file, ...mutant });
    }
  }
  return { folders, missed, skipped };
}

/** Per cent of the mutants that a test caught. */
export function percent({ caught, missed }) {
  return (100 * caught) / (caught + missed);
}
