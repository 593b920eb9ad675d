import { Socket } from 'node:net'
import { serveTenant } from './serve-tenant.js'

// The tenant drains when it is told to end, and ends this process then: signals of a terminal or a supervisor go to both.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)

/** The pipe that the tenant gave to this process. */
const stream = new Socket({ fd: 3, readable: true, writable: true })
// Nobody is there any more whom the work would be for. An orderly exit would wait for queries that run.
const end = (): void => void process.kill(process.pid, 'SIGKILL')
stream.on('close', end)
stream.on('error', end)
serveTenant(stream)
