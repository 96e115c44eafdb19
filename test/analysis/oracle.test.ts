/** What the rules on visibility, ways out and policies say of the cases that real Istio has answered. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { analyze } from '../../lib/analysis';
import { snapshotFromFiles } from '../../lib/snapshot';

const folder = resolve(__dirname, '../../../shared/oracle/cases');
const isThere = existsSync(folder);

interface Verdict {
  readonly outcome: string;
  readonly status?: number;
  readonly rule?: string;
}

interface Case {
  readonly meshConfig?: Record<string, unknown>;
  readonly requests: readonly { readonly proxy: string; readonly verdict: Verdict }[];
}

/** Codes of the rules, as `level code object`, by the case that shows what they are about. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  // The exports of the hop's rule and of the entry that the gateway needs.
  'egress/p1-dr-export-to': [
    'error CIS0401 owner/priv',
    'warning CIS0403 owner/both',
    'warning CIS0403 owner/priv',
    'warning CIS0403 owner/pub',
  ],
  'egress/p1-dr-in-root-namespace': ['error CIS0403 owner/u', 'warning CIS0403 owner/t'],
  'egress/p3-several-rules-one-namespace': [
    'warning CIS0403 istio-system/dup',
    'warning CIS0403 istio-system/one',
    'warning CIS0403 istio-system/three',
    'warning CIS0403 istio-system/two',
  ],
  'ingress/p44-export-to': ['error CIS0402 app/other', 'error CIS0402 app/private', 'error CIS0403 app/both'],
  // Rules of the hop in the namespace of the callers: others do not find them.
  'egress/e11-http-and-https-of-one-host': ['warning CIS0403 chapter4/httpbin-egress-gateway'],
  'egress/e15-wildcard-through-gateway': ['warning CIS0403 docs/direct-wikipedia'],
  'egress/e19-database-tls-passthrough': ['warning CIS0403 data/mongo'],
  'egress/e7-http-through-gateway': ['warning CIS0403 default/direct-cnn-through-egress-gateway'],
  'egress/e9-origination-mtls-hop-on-80': ['warning CIS0403 default/direct-cnn'],
  // Aliases of names that nobody declares.
  'egress/e22-external-name-service': ['warning CIS0420 tools/my-unknown'],
  'routing/externalname-service': ['warning CIS0421 app/public'],
  // Policies.
  'egress/p95-principals-on-plain-hop': [
    'error CIS0440 istio-system/allow',
    'error CIS0440 istio-system/deny',
    'warning CIS0441 istio-system/deny',
  ],
  'egress/p96-host-rules-with-port': ['warning CIS0441 istio-system/deny'],
  'egress/s2-passthrough-sni-policy': ['error CIS0440 istio-system/sni', 'warning CIS0447 istio-system/sni'],
  'ingress/p94-policy-selector-on-gateway-api': ['error CIS0444 kgw/by-other-target'],
  'ingress/p96-host-policy-and-port': ['warning CIS0441 istio-system/deny-one'],
  'routing/authz-empty-rules': ['info CIS0445 emp/both-nothing', 'info CIS0445 emp/none'],
  'routing/authz-operations': ['warning CIS0441 ops/api'],
  'routing/authz-path-templates-and-normalisation': ['warning CIS0441 tpl/adm'],
};

const ids = isThere
  ? readdirSync(folder).flatMap((group) =>
      readdirSync(join(folder, group))
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => `${group}/${name.slice(0, -'.yaml'.length)}`),
    )
  : [];

const read = (id: string): Case => JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) as Case;

const findings = (id: string) =>
  analyze(snapshotFromFiles([join(folder, `${id}.yaml`)], { meshConfig: read(id).meshConfig ?? {} }), {
    shape: false,
  }).filter(({ code }) => code.startsWith('CIS04'));

console.log(`recorded cases: ${ids.length || 'absent, tests with them are skipped'}`);

(isThere ? describe : describe.skip)(`recorded cases${isThere ? '' : ' (not there)'}`, () => {
  test(`${ids.length} cases have the findings that are listed here, and no other`, () => {
    const found: Record<string, readonly string[]> = {};
    for (const id of ids) {
      const all = findings(id).map(
        ({ level, code, resource }) => `${level} ${code} ${resource.namespace}/${resource.name}`,
      );
      if (all.length > 0) found[id] = [...new Set(all)].sort();
    }
    const sorted = Object.entries(EXPECTED).map(([id, all]) => [id, [...all].sort()] as const);
    expect(found).toEqual(Object.fromEntries(sorted));
  });

  test('a route that leads nowhere was answered 503 by some proxy, and one that no gateway has was never taken', () => {
    let proved = 0;
    for (const id of Object.keys(EXPECTED)) {
      for (const { code, level, resource } of findings(id)) {
        if (!['CIS0401', 'CIS0402', 'CIS0403'].includes(code) || level !== 'error') continue;
        const rule = `virtual-service ${resource.namespace}/${resource.name}`;
        const verdicts = read(id).requests.map(({ verdict }) => verdict);
        const taken = verdicts.filter((verdict) => verdict.rule === rule);
        if (code === 'CIS0402') expect([id, rule, taken]).toEqual([id, rule, []]);
        else expect([id, rule, taken.map(({ status }) => status)]).toEqual([id, rule, expect.arrayContaining([503])]);
        proved++;
      }
    }
    expect(proved).toBe(5);
  });
});
