// Preloaded into the servers that a script starts: they end when the script is gone, however it went.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
