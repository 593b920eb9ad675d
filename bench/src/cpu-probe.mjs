/**
 * Preloaded into a measured server: answers its parent's `cpu` message with the CPU time (user + system, all threads, in
 * microseconds) that the server has used so far. Asking the process itself works for any server on any platform.
 */
process.on('message', (message) => {
  if (message !== 'cpu') return
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuMicros: user + system })
})
process.channel?.unref()
