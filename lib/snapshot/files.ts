/** Files, folders and standard input as pieces of text. */
import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../errors';

const STANDARD_INPUT = '-';
const MANIFEST = /\.(?:ya?ml|json)$/i;
const PIECE = 1024 * 1024;
/** Longest line; one document is smaller still. */
const LONGEST_LINE = 16 * 1024 * 1024;
const NEWLINE = 10;

/**
 * The file itself, or every manifest in a folder and its sub-folders, in the order of their names. Hidden folders and
 * node_modules are left out.
 *
 * @throws ConfigurationError FileUnreadable, FolderEmpty
 */
export function filesBelow(path: string): readonly string[] {
  if (path === STANDARD_INPUT) return [path];
  if (!tried(path, () => statSync(path)).isDirectory()) return [path];
  const files = manifestsIn(path);
  if (files.length === 0) throw new ConfigurationError('FolderEmpty', { at: path, problem: 'folder has no manifests' });
  return files;
}

function manifestsIn(folder: string): string[] {
  const entries = tried(folder, () => readdirSync(folder, { withFileTypes: true }));
  entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : manifestsIn(path);
    // A link to a folder is not followed: it may lead back here. A pipe nobody writes to would never end.
    return MANIFEST.test(entry.name) && tried(path, () => statSync(path)).isFile() ? [path] : [];
  });
}

/**
 * Hands over the text of a file in pieces that end with a line.
 *
 * @throws ConfigurationError FileUnreadable, FileNotText, DocumentTooLarge
 */
export function readText(path: string, take: (piece: string) => void): void {
  const descriptor = path === STANDARD_INPUT ? 0 : tried(path, () => openSync(path, 'r'));
  try {
    let rest: Buffer = Buffer.alloc(0);
    let first = true;
    const hand = (bytes: Buffer) => {
      const text = decode(path, bytes);
      take(first && text.startsWith('\uFEFF') ? text.slice(1) : text);
      first = false;
    };
    for (;;) {
      const bytes = readPiece(path, descriptor);
      if (bytes.length === 0) break;
      const whole = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      // Cut at a line's end, so that no character is cut in two.
      const end = whole.lastIndexOf(NEWLINE) + 1;
      if (end > 0) hand(whole.subarray(0, end));
      rest = whole.subarray(end);
      if (rest.length > LONGEST_LINE) {
        decode(path, rest.subarray(0, PIECE - 4));
        throw new ConfigurationError('DocumentTooLarge', {
          at: path,
          problem: 'a line is larger than any cluster stores',
        });
      }
    }
    if (rest.length > 0) hand(rest);
  } finally {
    if (descriptor !== 0) closeSync(descriptor);
  }
}

function readPiece(path: string, descriptor: number): Buffer {
  const buffer = Buffer.allocUnsafe(PIECE);
  for (;;) {
    try {
      return buffer.subarray(0, readSync(descriptor, buffer, 0, PIECE, null));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A pipe that has nothing yet says so; one that was closed on the other side has ended.
      if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
      else if (code === 'EOF') return buffer.subarray(0, 0);
      else throw unreadable(path, error);
    }
  }
}

function decode(path: string, bytes: Buffer): string {
  if (bytes.includes(0) || !isUtf8(bytes)) {
    throw new ConfigurationError('FileNotText', { at: nameOf(path), problem: 'file is binary, or not UTF-8' });
  }
  return bytes.toString('utf8');
}

function tried<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw unreadable(path, error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'links lead in a circle',
  EISDIR: 'is a folder',
  EMFILE: 'too many open files',
};

function unreadable(path: string, error: unknown): ConfigurationError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return new ConfigurationError('FileUnreadable', {
    at: nameOf(path),
    problem: REASONS[code] ?? `cannot be read (${code})`,
  });
}

function nameOf(path: string): string {
  return path === STANDARD_INPUT ? 'standard input' : path;
}
