// Preloaded into a process that is measured: its last line on stderr is its peak of resident memory, in MB.
process.on('exit', () => process.stderr.write(`\npeak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)}\n`));
