/**
 * Preloaded into a measured server: answers its parent's `usage` message with the CPU time (user + system, all threads, in
 * microseconds) that the server has used so far, and with the most memory that it has taken. Asking the process itself works
 * for any server on any platform.
 */
process.on('message', (message) => {
  if (message !== 'usage') return
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  process.send?.({ cpuMicros: userCPUTime + systemCPUTime, maxResidentKilobytes: maxRSS })
})
process.channel?.unref()
