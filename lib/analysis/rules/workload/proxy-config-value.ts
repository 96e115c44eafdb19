/**
 * What istiod cannot use of a `proxy.istio.io/config` annotation: the fields of ProxyConfig that it reads, as far as their own
 * values decide. Fields that it does not know it passes over.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig
 */
import { parseDocument } from '../../../snapshot/from-yaml';
import { isAddress } from '../../model/address';
import { nanoseconds } from '../../model/duration';
import { isFields } from '../../model/json';

type Test = (value: unknown) => string | undefined;

const SECOND = 1_000_000_000n;
const LABEL = '[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?';
const NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*\\.?$`);

const text: Test = (value) => (typeof value === 'string' ? undefined : 'is no text');
const mapping: Test = (value) => (isFields(value) ? undefined : 'is no mapping');
const list: Test = (value) => (Array.isArray(value) ? undefined : 'is no list');
const given: Test = (value) => (value === '' ? 'is empty' : text(value));
const listOfTexts: Test = (value) =>
  list(value) ??
  ((value as unknown[]).every((one) => typeof one === 'string') ? undefined : 'has an entry that is no text');
const texts: Test = (value) =>
  mapping(value) ??
  (Object.values(value as object).every((one) => typeof one === 'string') ? undefined : 'has a value that is no text');
/** A message with fields of its own. */
const message = (tests: Readonly<Record<string, Test>>): Test => {
  const own = new Map(Object.entries(tests));
  return (value) => (isFields(value) ? fieldProblem(value, own) : 'is no mapping');
};
const switches = (...names: string[]): Test => message(Object.fromEntries(names.map((name) => [name, boolean])));
const boolean: Test = (value) => (typeof value === 'boolean' ? undefined : 'is neither true nor false');
const within =
  (least: number, most: number): Test =>
  (value) => {
    const number = numberOf(value);
    return Number.isInteger(number) && number >= least && number <= most ? undefined : 'is no such whole number';
  };
const whole = within(-(2 ** 31), 2 ** 31 - 1);
const count = within(0, 2 ** 32 - 1);
const port = within(1, 65535);
const number: Test = (value) => (Number.isNaN(Number(value)) ? 'is no number' : undefined);
const duration: Test = (value) =>
  typeof value === 'string' && nanoseconds(value) !== undefined ? undefined : 'is no duration, e.g. 5s';
const seconds: Test = (value) => {
  const time = typeof value === 'string' ? nanoseconds(value) : undefined;
  return time !== undefined && time > 0n && time % SECOND === 0n
    ? undefined
    : 'is no duration in whole seconds, e.g. 5s';
};
const address: Test = (value) => {
  const [, bracketed, name = bracketed ?? '', digits = ''] =
    /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d+)$/.exec(typeof value === 'string' ? value : '') ?? [];
  const isHost = (NAME.test(name) && !/(?:^|\.)\d+\.?$/.test(name)) || isAddress(name);
  return isHost && port(digits) === undefined ? undefined : 'is no host:port';
};
const optionalAddress: Test = (value) => (value === '' ? undefined : address(value));
const service = message({ address: optionalAddress });
const oneOf =
  (...names: string[]): Test =>
  (value) =>
    typeof value === 'number' || names.includes(String(value)) ? undefined : `is none of ${names.join(', ')}`;

function required(name: string, test: Test): Test {
  const own = message({ [name]: test });
  return (value) => own(value) ?? (isFields(value) && value[name] === undefined ? `lacks ${name}` : undefined);
}

function numberOf(value: unknown): number {
  return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : typeof value === 'number' ? value : NaN;
}

const TESTS: ReadonlyMap<string, Test> = new Map(
  Object.entries({
    configPath: given,
    binaryPath: given,
    serviceCluster: given,
    tracingServiceName: oneOf('APP_LABEL_AND_NAMESPACE', 'CANONICAL_NAME_ONLY', 'CANONICAL_NAME_AND_NAMESPACE'),
    drainDuration: seconds,
    discoveryAddress: address,
    statsdUdpAddress: optionalAddress,
    envoyMetricsServiceAddress: optionalAddress,
    zipkinAddress: text,
    availabilityZone: text,
    proxyAdminPort: port,
    statusPort: port,
    controlPlaneAuthPolicy: oneOf('NONE', 'MUTUAL_TLS'),
    customConfigFile: text,
    statNameLength: whole,
    concurrency: whole,
    proxyBootstrapTemplatePath: text,
    interceptionMode: oneOf('REDIRECT', 'TPROXY', 'NONE'),
    tracing: message({ sampling: number, zipkin: required('address', address) }),
    envoyAccessLogService: service,
    envoyMetricsService: service,
    proxyMetadata: texts,
    runtimeValues: texts,
    extraStatTags: listOfTexts,
    gatewayTopology: message({ numTrustedProxies: count }),
    terminationDrainDuration: duration,
    meshId: text,
    readinessProbe: mapping,
    proxyStatsMatcher: message({
      inclusionPrefixes: listOfTexts,
      inclusionSuffixes: listOfTexts,
      inclusionRegexps: listOfTexts,
    }),
    holdApplicationUntilProxyStarts: boolean,
    caCertificatesPem: listOfTexts,
    image: message({ imageType: text }),
    privateKeyProvider: mapping,
    proxyHeaders: message({
      server: message({ disabled: boolean, value: text }),
      requestId: switches('disabled'),
      attemptCount: switches('disabled'),
      envoyDebugHeaders: switches('disabled'),
      xForwardedHost: switches('enabled'),
      xForwardedPort: switches('enabled'),
    }),
    fileFlushInterval: duration,
    fileFlushMinSizeKb: count,
    statsCompression: boolean,
    connectionSettings: mapping,
  }),
);

/** What is wrong with the annotation, or undefined. */
export function proxyConfigProblem(value: string): string | undefined {
  const config = read(value);
  if (config === null) return undefined;
  if (!isFields(config)) return 'must be fields of ProxyConfig in YAML';
  return fieldProblem(config, TESTS);
}

function fieldProblem(config: object, tests: ReadonlyMap<string, Test>): string | undefined {
  for (const [field, one] of Object.entries(config) as [string, unknown][]) {
    const name = field.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    const problem = one === null ? undefined : tests.get(name)?.(one);
    if (problem !== undefined) return `has a field ${field} that ${problem}`;
  }
  return undefined;
}

function read(value: string): unknown {
  try {
    return parseDocument({ text: value, file: 'annotation', line: 1 });
  } catch {
    return undefined;
  }
}
