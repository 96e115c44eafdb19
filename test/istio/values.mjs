// Values at which a judgement turns, and which field draws from which of them.
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';

const written = load(readFileSync(new URL('values.yaml', import.meta.url), 'utf8'));

/** Lists of values, by what they stand for. */
export const POOLS = Object.fromEntries(
  Object.entries(written).map(([name, values]) => [
    name,
    values.map((one) => (typeof one === 'object' ? longText(one) : one)),
  ]),
);

/** `{ ab: 2, c: 1 }` is `ababc`. */
function longText(parts) {
  return Object.entries(parts)
    .map(([part, times]) => part.repeat(times))
    .join('');
}

/** Which pool a field draws from; later patterns are asked only where earlier ones say nothing. Tested on "parent.name". */
export const FIELDS = [
  [/body\.string$/, 'body'],
  [/inlineCode$/, 'code'],
  [/body\.bytes$/, 'bytes'],
  [/\.(labels|matchLabels|sourceLabels)\{key\}$/, 'labelKey'],
  [/\.(labels|matchLabels|sourceLabels)\{\}$/, 'labelValue'],
  [/\.(headers|withoutHeaders|add|set)\{key\}$/, 'header'],
  [/\.(add|set)\{\}$/, 'headerValue'],
  [/\.(remove|allowHeaders|exposeHeaders)\[\]$/, 'header'],
  [/\.ports\{key\}$/, 'portName'],
  [/portLevelMtls\{key\}$/, 'portText'],
  [/\.(from|to|distribute)(\{key\})?$/, 'locality'],
  [/failoverPriority\[\]$/, 'labelKey'],
  [/\.(hosts|notHosts)\[\]$/, 'host'],
  [/sniHosts\[\]$/, 'host'],
  [/\.(host|targetHost|authority)$/, 'host'],
  [/\.gateways\[\]$/, 'gateway'],
  [/exportTo\[\]$/, 'exportTo'],
  [/(addresses|[iI]pBlocks|[sS]ubnets)\[\]$/, 'cidr'],
  [/sourceSubnet$/, 'cidr'],
  [/\.address$/, 'host'],
  [/\.bind$/, 'bind'],
  [/defaultEndpoint$/, 'endpoint'],
  [/tunnel\.protocol$/, 'tunnel'],
  [/\.protocol$/, 'protocol'],
  [/port\.name$/, 'portName'],
  [/(httpHeaders\[\]|fromHeaders\[\])\.name$/, 'header'],
  [/filter\.name$|subFilter\.name$/, 'applyToName'],
  [/proxyVersion$/, 'regex'],
  [/\.name$/, 'name'],
  [/\.regex$|\.match$/, 'regex'],
  [/\.(prefix|exact|uri|path)$/, 'uri'],
  [/(paths|notPaths)\[\]$/, 'path'],
  [/grpcStatus$/, 'grpcStatus'],
  [/retryOn$/, 'retryOn'],
  [/[mM]ethods\[\]$/, 'method'],
  [/[pP]rincipals\[\]$/, 'principal'],
  [/[sS]erviceAccounts\[\]$/, 'serviceAccount'],
  [/[tT]rustDomains\[\]$/, 'trustDomain'],
  [/[pP]orts\[\]$/, 'portText'],
  [/when\[\]\.key$/, 'conditionKey'],
  [/[vV]alues\[\]$/, 'conditionValue'],
  [/jwksUri$|\.url$/, 'url'],
  [/\.jwks$/, 'jwks'],
  [/credentialNames?(\[\])?$/, 'credential'],
  [/cipherSuites\[\]$/, 'cipher'],
  [/\.scheme$/, 'scheme'],
  [/sha256$/, 'sha'],
  [/expression$/, 'cel'],
  [/audiences\[\]$/, 'audience'],
  [/\.header$/, 'header'],
  [/network$/, 'network'],
  [/subset$/, 'name'],
  [/sourceNamespace$/, 'name'],
  [/[nN]amespaces\[\]$/, 'name'],
  [/\.status$|redirectCode$|httpStatus$/, 'status'],
  [/[tT]imeout$|[iI]nterval$|[dD]elay$|[dD]uration$|maxAge$|[bB]ackoff$|ttl$|[tT]ime$$/, 'duration'],
];

/** Names of objects. */
export const NAMES = ['a', 'a.b', 'a-b', 'a'.repeat(63), 'a'.repeat(64), 'x.y.z', '1'];

/** Labels and annotations that istiod's webhook looks at. */
export const LABELS = {
  keys: ['istio.io/use-waypoint', 'networking.istio.io/enable-autoallocate-ip'],
  values: ['a', 'none', 'None', '', 'true', 'false', 'False', '0'],
};
export const ANNOTATIONS = {
  keys: [
    'istio.io/dry-run',
    'internal.istio.io/webhook-always-reject',
    'internal.istio.io/parents',
    'internal.istio.io/parent-namespace',
  ],
  values: ['true', 'false', 'x', '', 'T', '1', 'yes'],
};

/** What is put into a text. */
export const PIECES = [...'*./:-_%[]{}()@0159aZ, +~"\\', 'ö', '::', '//', '..'];
