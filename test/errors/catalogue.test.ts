import { catalogue, ConfigurationError, type ErrorId } from '../../lib/errors';
import { parts } from '../../lib/errors/catalogue';

const ids = Object.values(parts).flatMap((part) => Object.keys(part));

test('an id belongs to one room only', () => {
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  expect(twice).toEqual([]);
});

test('every id is in the catalogue', () => {
  expect(Object.keys(catalogue).sort()).toEqual([...ids].sort());
});

test.each(ids)('%s says what is allowed and what to do, in one line each', (id) => {
  const { allowed, fix } = catalogue[id as ErrorId];
  for (const text of [allowed, fix]) {
    expect(text).toMatch(/^\S.*[^\s.]$/);
    expect(text).not.toMatch(/\n/);
  }
});

test('ids are words in Pascal case, so that they can be searched for', () => {
  for (const id of ids) expect(id).toMatch(/^([A-Z][a-z0-9]+)+$/);
});

describe('the message', () => {
  const error = new ConfigurationError('PortOutOfRange', {
    at: { node: { path: 'shop/Edge' } },
    problem: 'port is no port number',
    value: 70000,
  });

  test('is one line: path, problem, value, allowed, fix, id', () => {
    expect(error.message).toBe(
      'shop/Edge: port is no port number (got 70000); allowed: a whole number from 1 to 65535; to fix: correct the port number [PortOutOfRange]',
    );
  });

  test('has its parts as fields', () => {
    expect(error).toMatchObject({ id: 'PortOutOfRange', path: 'shop/Edge', value: 70000, name: 'ConfigurationError' });
  });

  test('names the factory where there is no construct', () => {
    expect(new ConfigurationError('HostMissing', { at: 'Target.host', problem: 'host is empty' }).message).toMatch(
      /^Target\.host: host is empty; allowed:/,
    );
  });

  test('calls the root App, whose path is empty', () => {
    expect(new ConfigurationError('HostMissing', { at: { node: { path: '' } }, problem: 'x' }).path).toBe('');
    expect(new ConfigurationError('HostMissing', { at: { node: { path: '' } }, problem: 'x' }).message).toMatch(
      /^App: /,
    );
  });

  test.each([
    [NaN, 'NaN'],
    [undefined, 'undefined'],
    ['a\nb', '"a\\nb"'],
    [{ a: [1] }, '{"a":[1]}'],
  ])('shows %p as %s', (value, shown) => {
    expect(new ConfigurationError('HostMissing', { at: 'x', problem: 'y', value }).message).toContain(`(got ${shown})`);
  });

  test('survives a value that cannot be written, and cuts a long one', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(new ConfigurationError('HostMissing', { at: 'x', problem: 'y', value: cycle }).message).toContain(
      '[object Object]',
    );
    expect(
      new ConfigurationError('HostMissing', { at: 'x', problem: 'y', value: 'z'.repeat(500) }).message.length,
    ).toBeLessThan(300);
  });
});
