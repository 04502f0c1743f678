// Preloaded into what is measured: writes the process's own account of itself when it ends.
const { readFileSync, writeFileSync } = require('node:fs');

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const peakMegabytes = (ownPeakKilobytes() ?? maxRSS) / 1024;
  writeFileSync(
    process.env.BENCH_USAGE,
    JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMegabytes }),
  );
});

/** proc(5), VmHWM: on Linux maxRSS begins with what the process that started this one had. */
function ownPeakKilobytes() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    return undefined;
  }
}
