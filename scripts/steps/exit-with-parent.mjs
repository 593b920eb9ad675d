// Preloaded into the servers that a script starts: they end when the script is gone, however it went, and soon.
const GRACE_MS = 1200

process.on('disconnect', () => {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS).unref()
})
