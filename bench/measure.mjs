import { spawnSync } from 'node:child_process';

/** The middle of several figures. */
export function median(figures) {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Heap that is in use after a collection, in MiB; needs --expose-gc. */
export function heapInUse() {
  globalThis.gc();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** Runs a program of ours in a fresh process and returns the JSON it prints. */
export function inProcess(program, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', program, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').pop());
}

/**
 * Runs several variants round by round, so that what else the machine does meets all of them, and returns each one's median of
 * every figure.
 */
export function sideBySide(variants, rounds) {
  const figures = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(variants)) figures[name].push(run());
  }
  return Object.fromEntries(
    Object.entries(figures).map(([name, runs]) => [
      name,
      Object.fromEntries(Object.keys(runs[0]).map((figure) => [figure, median(runs.map((one) => one[figure]))])),
    ]),
  );
}

/** One row: what, the ratio or figure, and the budget of it. */
export function row(what, value, budget, digits = 2) {
  const met = budget === undefined ? '' : value <= budget ? 'met' : 'MISSED';
  const text = budget === undefined ? '' : `budget ${budget}`;
  console.log(`${what.padEnd(72)} ${value.toFixed(digits).padStart(8)}  ${text.padEnd(14)} ${met}`);
}
