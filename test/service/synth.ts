import { App, Chart, type ChartProps } from 'cdk8s';
import type {
  DestinationRuleSpec,
  VirtualServiceSpec,
  VirtualServiceSpecHttp,
} from '../../imports/networking.istio.io';

/** A manifest, as far as these tests look into it. */
export interface Manifest<Spec = unknown> {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: Spec;
}

/** What an App synthesises. */
export class Synthesised {
  constructor(public readonly manifests: readonly Manifest[]) {}

  public kinds(): string[] {
    return this.manifests.map((one) => one.kind);
  }

  public virtualService(): VirtualServiceSpec {
    return this.only('VirtualService') as VirtualServiceSpec;
  }

  public destinationRule(): DestinationRuleSpec {
    return this.only('DestinationRule') as DestinationRuleSpec;
  }

  public http(): readonly VirtualServiceSpecHttp[] {
    return this.virtualService().http ?? [];
  }

  private only(kind: string): unknown {
    const [one, ...others] = this.manifests.filter((manifest) => manifest.kind === kind);
    if (!one || others.length > 0) throw new Error(`${others.length + (one ? 1 : 0)} objects of kind ${kind}`);
    return one.spec;
  }
}

/** Builds an App with one chart and synthesises it, validations included. */
export function synth(build: (chart: Chart, app: App) => void, props: ChartProps = {}): Synthesised {
  const app = new App();
  const chart = new Chart(app, 'test', props);
  build(chart, app);
  return new Synthesised(chart.toJson() as Manifest[]);
}

/** The lines of the error that a synth ends with. */
export function synthProblems(build: (chart: Chart, app: App) => void): string {
  try {
    synth(build);
  } catch (error) {
    return String((error as Error).message);
  }
  throw new Error('the synth passed');
}

/** What is written to stderr while a synth runs. */
export function synthWarnings(build: (chart: Chart, app: App) => void): string {
  const lines: string[] = [];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    synth(build);
  } finally {
    spy.mockRestore();
  }
  return lines.join('');
}

/** Where a rule sends requests: `host|port|subset` → weight; 100 where the rule has one destination. */
export function destinationsOf(rule: VirtualServiceSpecHttp | undefined): Record<string, number> {
  return Object.fromEntries(
    (rule?.route ?? []).map(({ destination: { host, port, subset }, weight }) => [
      [host, port?.number, subset].filter((part) => part !== undefined).join('|'),
      weight ?? 100,
    ]),
  );
}

/** A chart of an App of its own. */
export function chartOf(props: ChartProps = {}): Chart {
  return new Chart(new App(), 'test', props);
}
