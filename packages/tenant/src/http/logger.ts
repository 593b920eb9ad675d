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
    pino.destination(2),
  )
