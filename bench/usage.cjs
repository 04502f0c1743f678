// Preloaded into what is measured: writes the process's own account of itself when it ends.
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const text = JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMegabytes: maxRSS / 1024 });
  require('node:fs').writeFileSync(process.env.BENCH_USAGE, text);
});
