#!/usr/bin/env node
import { run } from './run';
import { processIo } from './io';

// Set, not called with: what was written to a pipe still has to leave the process.
void run(process.argv.slice(2), processIo()).then((code) => (process.exitCode = code));
