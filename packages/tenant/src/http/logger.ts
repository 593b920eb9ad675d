import { type Logger, pino } from 'pino'
import type { Config } from '../config/options.js'

const sensitive = [
  'authorization',
  'dpop',
  'cookie',
  'client_secret',
  'clientSecret',
  'client_assertion',
  'eac',
  'accessCode',
  'subject_token',
  'actor_token',
  'access_token',
  'accessToken',
  'token',
  'password',
  'code_verifier',
  'refresh_token',
  'id_token',
  'csrf_token',
  'csrfToken',
  'qlik-csrf-token',
  'set-cookie',
]

/** Bytes that are written at once, as what a write costs would otherwise show in the price of a token. */
const writtenAtOnce = 65_536
/** Bytes that wait for a reader of the log who does not read, before lines are lost. */
const waitingAtMost = 32 * 1024 * 1024

/**
 * Lines are written beside the requests and many at a time: after a tenth of a second at the latest, and when the
 * process ends other than by `kill -9`.
 */
const destinationOf = (descriptor: number) =>
  pino.destination({
    dest: descriptor,
    sync: false,
    minLength: writtenAtOnce,
    maxWrite: 2 * writtenAtOnce,
    maxLength: waitingAtMost,
    periodicFlush: 100,
  })

const standardError = destinationOf(2)

/**
 * The process's log: JSON lines on standard error, with everything that grants access cut out.
 *
 * @param options `onLost` is called for each line that is lost as nobody reads the log; `descriptor` is another file
 *   descriptor to write to
 */
export const createLogger = (
  level: Config['logLevel'],
  { onLost, descriptor }: { readonly onLost?: () => void; readonly descriptor?: number } = {},
): Logger => {
  const destination = descriptor === undefined ? standardError : destinationOf(descriptor)
  if (onLost !== undefined) destination.on('drop', onLost)
  return pino(
    {
      level,
      redact: {
        paths: sensitive.flatMap((name) => ['', '*', '*.*', '*.*.*'].map((above) => `${above}["${name}"]`)),
        remove: true,
      },
      serializers: {
        err: pino.stdSerializers.errWithCause,
        // The query string of a WebSocket upgrade holds a token.
        req: (request: { method?: string; url?: string }) => ({
          method: request.method,
          path: request.url?.split('?')[0],
        }),
      },
    },
    destination,
  )
}
