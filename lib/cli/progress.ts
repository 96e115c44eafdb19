import type { Io } from './io';

/** Work that is done sooner than this shows nothing. */
const PATIENCE_MS = 1000;
const CLEAR_LINE = '\r\u001b[K';

/** One line on a terminal that says what goes on, as soon as it takes long. */
export class Progress {
  private readonly started: number;
  private shown = false;

  constructor(private readonly io: Io) {
    this.started = io.now();
  }

  public show(what: string): void {
    if (!this.io.interactive || this.io.now() - this.started < PATIENCE_MS) return;
    this.shown = true;
    this.io.err(`${CLEAR_LINE}${what}…`);
  }

  /** Leaves the terminal as it was. */
  public clear(): void {
    if (this.shown) this.io.err(CLEAR_LINE);
  }
}
