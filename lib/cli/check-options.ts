/** What `check` was asked to do: command line over configuration file over defaults. */
import { dirname, resolve } from 'node:path';
import type { Suppression } from '../analysis';
import { ConfigurationError } from '../errors';
import type { Level } from '../report';
import { readYamlFile } from '../snapshot';
import { misuse, oneOf, parseArguments } from './arguments';

const LEVELS = ['error', 'warning', 'info'] as const;
const OUTPUTS = ['text', 'json', 'sarif', 'github'] as const;
const CODE = /^[A-Z]{3}\d{4}$/;
const COMMAND = 'check';

/** Everything that `check` needs to know. */
export interface CheckOptions {
  readonly paths: readonly string[];
  readonly help: boolean;
  readonly output: (typeof OUTPUTS)[number];
  readonly level: Level;
  readonly closed: boolean;
  readonly suppress: readonly Suppression[];
  readonly meshConfig?: string;
  readonly meshNetworks?: string;
}

interface Config {
  readonly level?: Level;
  readonly closed?: boolean;
  readonly suppress?: readonly Suppression[];
  readonly meshConfig?: string;
  readonly meshNetworks?: string;
}

/** @throws ConfigurationError UsageWrong, ConfigMalformed, and what reading a file throws */
export function checkOptions(args: readonly string[]): CheckOptions {
  const { values, positionals } = parseArguments(COMMAND, args, {
    help: { type: 'boolean', short: 'h' },
    output: { type: 'string', short: 'o' },
    level: { type: 'string' },
    suppress: { type: 'string', multiple: true },
    config: { type: 'string' },
    'mesh-config': { type: 'string' },
    'mesh-networks': { type: 'string' },
    open: { type: 'boolean' },
    closed: { type: 'boolean' },
  });
  const help = values.help ?? false;
  if (!help && positionals.length === 0) throw misuse(COMMAND, 'no files or folders were given');
  if (values.open && values.closed) throw misuse(COMMAND, '--open and --closed exclude each other');
  const config = values.config === undefined ? {} : readConfig(values.config);
  const meshConfig = values['mesh-config'] ?? config.meshConfig;
  const meshNetworks = values['mesh-networks'] ?? config.meshNetworks;
  return {
    paths: positionals,
    help,
    output: oneOf(COMMAND, '--output', values.output ?? 'text', OUTPUTS),
    level: oneOf(COMMAND, '--level', values.level ?? config.level ?? 'info', LEVELS),
    closed: values.open ? false : values.closed ? true : (config.closed ?? true),
    suppress: [...(config.suppress ?? []), ...(values.suppress ?? []).map(suppressionOf)],
    ...(meshConfig === undefined ? {} : { meshConfig }),
    ...(meshNetworks === undefined ? {} : { meshNetworks }),
  };
}

function suppressionOf(argument: string): Suppression {
  const [code = '', ...rest] = argument.split('=');
  const reason = rest.join('=').trim();
  if (CODE.test(code) && reason !== '') return { code, reason };
  throw new ConfigurationError('UsageWrong', {
    at: COMMAND,
    problem: '--suppress takes a code and a reason',
    value: argument,
    allowed: 'CODE=REASON, e.g. IST0101="made by another chart"',
  });
}

function readConfig(path: string): Config {
  const [value = {}, ...more] = readYamlFile(path);
  if (more.length > 0) throw malformed(path, 'file has several documents');
  if (!isRecord(value)) throw malformed(path, 'file is no mapping', value);
  const { level, closed, suppress = [], meshConfig, meshNetworks, ...unknown } = value;
  const [stranger] = Object.keys(unknown);
  if (stranger !== undefined) throw malformed(path, `${stranger} is no setting`);
  if (closed !== undefined && typeof closed !== 'boolean')
    throw malformed(path, 'closed is neither true nor false', closed);
  if (!Array.isArray(suppress)) throw malformed(path, 'suppress is no list', suppress);
  return {
    ...(level === undefined ? {} : { level: oneOf(path, 'level', String(level), LEVELS) }),
    ...(closed === undefined ? {} : { closed }),
    suppress: suppress.map((one: unknown) => configuredSuppression(path, one)),
    ...fileOf(path, 'meshConfig', meshConfig),
    ...fileOf(path, 'meshNetworks', meshNetworks),
  };
}

/** A file is relative to the one that names it, wherever the command runs. */
function fileOf(path: string, setting: 'meshConfig' | 'meshNetworks', file: unknown): Config {
  if (file === undefined) return {};
  if (typeof file !== 'string') throw malformed(path, `${setting} is no file`, file);
  return { [setting]: resolve(dirname(path), file) };
}

function configuredSuppression(path: string, value: unknown): Suppression {
  if (!isRecord(value)) throw malformed(path, 'suppress holds what is no mapping', value);
  const { code, reason, resource, ...unknown } = value;
  const wellFormed = typeof code === 'string' && CODE.test(code) && typeof reason === 'string' && reason.trim() !== '';
  if (!wellFormed || Object.keys(unknown).length > 0 || (resource !== undefined && typeof resource !== 'string')) {
    throw malformed(path, 'a suppression is malformed', value);
  }
  return { code, reason, ...(resource === undefined ? {} : { resource }) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(path: string, problem: string, value?: unknown): ConfigurationError {
  return new ConfigurationError('ConfigMalformed', { at: path, problem, ...(value === undefined ? {} : { value }) });
}
