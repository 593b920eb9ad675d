import { setTimeout as delay } from 'node:timers/promises'
import { dataPaths } from '../../config/data-paths.js'
import { rememberServedAddress } from '../../config/served-address.js'
import { createLogger } from '../../http/logger.js'
import { type RunningServer, startServer } from '../../http/start-server.js'
import { type Command, jsonFlag, type TextOutput } from '../command.js'
import { served } from '../served.js'
import { version } from '../version.js'
import { reportLines, unsafeSettings } from './serve-report.js'

/** How long running requests may take to end after a signal, in milliseconds. */
const patience = 10_000

/** `understudy serve`: answers until a signal ends it. */
export const serveCommand: Command = {
  name: 'serve',
  summary: 'Serve the tenant until interrupted.',
  flags: jsonFlag,
  run: async ({ config, environment, flags, stdout, stderr }) => {
    // Listened for before the ready line tells anybody that there is something to end.
    const interrupted = nextSignal()
    const logger = createLogger(config.logLevel)
    // The terminal gets one line of a failure that nothing caught; where it happened stands in the log.
    process.once('uncaughtExceptionMonitor', (error) => logger.fatal({ err: error }, 'An unexpected failure'))
    const server = await startServer(config, environment, { ...served, logger })
    const { publicOrigin } = config
    rememberServedAddress(dataPaths(config).servedAddressFile, {
      url: server.url,
      ...(publicOrigin !== undefined && { publicOrigin }),
    })
    const origins = server.tenants.map((tenant) => tenant.origin)
    stdout.write(
      flags.json === true
        ? `${JSON.stringify({ ready: true, url: server.url, operationsUrl: server.operationsUrl, origins })}\n`
        : reportLines(config, { ...server, origins, version })
            .map((line) => `${line}\n`)
            .join(''),
    )
    for (const warning of unsafeSettings(config, origins)) stderr.write(`Warning: ${warning}\n`)
    await interrupted
    stderr.write('Ending.\n')
    server.drain()
    // A second signal does not wait.
    await Promise.race([delay(config.drainTime * 1000, undefined, { ref: false }), nextSignal()])
    return close(server, stderr)
  },
}

const nextSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })

/** Closes in order; a second signal, or too long a wait, ends the process at once. */
const close = async (server: RunningServer, stderr: TextOutput): Promise<number> => {
  const impatient = setTimeout(() => {
    stderr.write('Some requests did not end in time.\n')
    process.exit(1)
  }, patience)
  void nextSignal().then(() => process.exit(1))
  await server.close()
  clearTimeout(impatient)
  return 0
}
