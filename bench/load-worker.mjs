// Prints how long a fresh process takes to require something.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const before = process.argv[3];
if (before) require(before);
const start = process.hrtime.bigint();
require(process.argv[2]);
console.log(JSON.stringify({ ms: Number(process.hrtime.bigint() - start) / 1e6 }));
