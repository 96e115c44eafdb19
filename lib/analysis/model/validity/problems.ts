/** What istiod's webhook would say of one resource. */
import type { Resource } from '../../../snapshot';
import type { Level } from '../../../report';
import type { Report } from '../../rule';

/** A problem, or undefined: a text that says what is wrong with a value and what is right. */
export type Problem = string | undefined;

interface Found {
  readonly code: string;
  readonly level: Level;
  readonly message: string;
  readonly paths: string[];
}

const NONE: readonly Found[] = [];

/** Collects problems. One text is one finding, as it is to Istio, and names every place it was found at. */
export class Problems {
  /** By code and text; there is none for most resources. */
  private found: Map<string, Found> | undefined;

  constructor(
    public readonly resource: Resource,
    private readonly whole?: Problems,
  ) {}

  /** The same collection for a part whose warnings istiod loses on their way to the answer. */
  public withoutWarnings(): Problems {
    return new Problems(this.resource, this);
  }

  /** The webhook refuses the resource. */
  public error(path: string, problem: Problem, code = 'IST0106'): void {
    this.add(path, problem, 'error', code);
  }

  /** The webhook accepts the resource, and warns. */
  public warning(path: string, problem: Problem, code = 'IST0133'): void {
    if (!this.whole) this.add(path, problem, 'warning', code);
  }

  /** Something that works, and was hardly meant. */
  public info(path: string, problem: Problem, code: string): void {
    if (!this.whole) this.add(path, problem, 'info', code);
  }

  /** Whether something was refused. */
  public get hasErrors(): boolean {
    return this.isFound && this.all.some(({ level }) => level === 'error');
  }

  public get reports(): readonly Report[] {
    if (!this.isFound) return [];
    return this.all.map(({ code, level, message, paths }) => {
      const [path = '', ...more] = paths;
      const others = more.length === 0 ? '' : ` (also at ${more.join(', ')})`;
      return { resource: this.resource, code, level, path, message: `${path}: ${message}${others}` };
    });
  }

  private get isFound(): boolean {
    return this.whole ? this.whole.isFound : this.found !== undefined;
  }

  private get all(): readonly Found[] {
    if (this.whole) return this.whole.all;
    return this.found ? [...this.found.values()] : NONE;
  }

  private add(path: string, problem: Problem, level: Level, code: string): void {
    if (problem === undefined) return;
    if (this.whole) {
      this.whole.add(path, problem, level, code);
      return;
    }
    const key = `${code} ${problem}`;
    this.found ??= new Map();
    const known = this.found.get(key);
    if (!known) this.found.set(key, { code, level, message: problem, paths: [path] });
    else if (!known.paths.includes(path)) known.paths.push(path);
  }
}
