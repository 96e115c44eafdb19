import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

test('the core loads where cdktf and the provider cannot be resolved', () => {
  const script = `const Module = require('node:module');
    const resolve = Module._resolveFilename;
    Module._resolveFilename = function (name, ...rest) {
      if (/^(cdktf|@cdktf)(\\/|$)/.test(name)) throw new Error('absent: ' + name);
      return resolve.call(this, name, ...rest);
    };
    require('ts-node/register/transpile-only');
    const names = Object.keys(require('./lib'));
    let eks = 'loaded';
    try { require('./lib/eks'); } catch (error) { eks = error.message; }
    console.log(JSON.stringify({ count: names.length, eks }));`;
  const out = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd: join(__dirname, '../..') });
  const { count, eks } = JSON.parse(out) as { count: number; eks: string };
  expect(count).toBeGreaterThan(0);
  expect(eks).toMatch(/^absent: @?cdktf/);
}, 60_000);
