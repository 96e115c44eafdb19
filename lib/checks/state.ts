import { writeFileSync } from 'node:fs';
import type { IConstruct } from 'constructs';
import type { Finding } from '../report';
import { annotate, type ScopedSuppression } from './annotate';
import { withoutConsequences } from './cause';
import { Memory } from './memory';
import { meshSettingsFile } from './mesh-settings';
import { Synthesis, type Writing } from './synthesis';

/** Where `cdk8s-istio mesh-config` wants the settings of the App that it runs. */
const MESH_SETTINGS = 'CDK8S_ISTIO_MESH_SETTINGS';

const KEY = Symbol.for('cdk8s-istio.Checks');

/** What the checks of one App know; lives on its root. */
export class State {
  public disabled = false;
  public readonly suppressions: ScopedSuppression[] = [];
  private registered = false;
  public readonly writing: Writing;
  private readonly memory: Memory;
  /** Warnings that were printed: cdk8s validates once for the App and once more for every chart. */
  private readonly printed = new Set<string>();

  constructor(private readonly root: IConstruct) {
    const synthesis = new Synthesis(root);
    this.writing = synthesis;
    this.memory = new Memory(root, synthesis);
  }

  public register(): void {
    if (this.registered) return;
    this.registered = true;
    this.root.node.addValidation({ validate: () => this.validate() });
  }

  private validate(): string[] {
    const settings = process.env[MESH_SETTINGS];
    if (settings !== undefined && settings !== '') writeFileSync(settings, meshSettingsFile(this.root));
    if (this.disabled) return [];
    annotate(this.suppressions);
    const findings = this.memory.recall();
    for (const line of findings.filter(({ level }) => level === 'warning').map(lineOf)) {
      if (this.printed.has(line)) continue;
      this.printed.add(line);
      process.stderr.write(`warning: ${line}\n`);
    }
    const errors = findings.filter(({ level }) => level === 'error');
    return withoutConsequences(this.root, errors).map(lineOf);
  }
}

/** The state of the App that a construct belongs to. */
export function stateOf(scope: IConstruct): State {
  const { root } = scope.node;
  const rooted = root as unknown as { [KEY]?: State };
  if (!rooted[KEY]) Object.defineProperty(root, KEY, { value: new State(root), enumerable: false });
  return rooted[KEY]!;
}

/** The writing of the App that a construct belongs to. */
export function writingOf(scope: IConstruct): Writing {
  return stateOf(scope).writing;
}

/** One line, beginning with the construct: cdk8s prints the path of the App, which is empty. */
function lineOf({ construct, code, message, path, resource: { kind, namespace, name } }: Finding): string {
  const object = namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
  return `${construct ?? object}: ${message} [${code}; ${object}${path === undefined ? '' : ` ${path}`}]`;
}
