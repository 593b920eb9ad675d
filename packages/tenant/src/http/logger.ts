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

/**
 * Written beside the requests and many lines at a time, as a write for each token would cost as much as a tenth of it.
 * What waits is written after a tenth of a second, and when the process ends other than by `kill -9`.
 */
const standardError = pino.destination({ dest: 2, sync: false, minLength: 8_192, periodicFlush: 100 })

/** The process's log: JSON lines on standard error, with everything that grants access cut out. */
export const createLogger = (level: Config['logLevel']): Logger =>
  pino(
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
    standardError,
  )
