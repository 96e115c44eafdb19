import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import { processIo } from '../../lib/cli/io';

/** A process whose standard output fails at every write; `end` is what happens when it ends. */
function processWith(code: string): { process: never; written: string[]; told: string[]; end: () => unknown } {
  const written: string[] = [];
  const told: string[] = [];
  const stdout = new Writable({
    autoDestroy: false,
    write: (piece: Buffer, _, done) => {
      written.push(piece.toString());
      done(Object.assign(new Error(`${code}: write`), { code }));
    },
  });
  const stderr = new Writable({ write: (piece: Buffer, _, done) => (told.push(piece.toString()), done()) });
  const events = new EventEmitter();
  const process = Object.assign(events, { stdout, stderr, env: {}, exitCode: undefined as number | undefined });
  return { process: process as never, written, told, end: () => (events.emit('exit'), process.exitCode) };
}
const afterEvents = () => new Promise((resolve) => setImmediate(resolve));

test('a reader who leaves early is no error, and is written to no more', async () => {
  const { process, written, told, end } = processWith('EPIPE');
  const io = processIo(process);
  io.out('one');
  await afterEvents();
  io.out('two');
  expect([written, told, end()]).toEqual([['one'], [], undefined]);
});

test('a report that nobody can read ends with 2 and says why', async () => {
  const { process, written, told, end } = processWith('ENOSPC');
  const io = processIo(process);
  io.out('one');
  await afterEvents();
  io.out('two');
  expect(written).toEqual(['one']);
  expect(told).toEqual(['error: the output cannot be written: ENOSPC: write\n']);
  expect(end()).toBe(2);
});
