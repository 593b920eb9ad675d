import { UnderstudyError } from '@understudy/contract'

/** What the network says of a database that is not there, or went away. */
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
])

/** What PostgreSQL's client says, which gives no codes of its own, of a connection that broke or did not come about. */
const brokenConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/**
 * SQLSTATE: class 08 (connection), 53300 (too many connections), 57P01 to 57P03 (shut down, crashed, starting), 25006 (a
 * standby takes no writes).
 */
const unavailableState = /^(08...|53300|57P0[123]|25006)$/

/**
 * Whether the store could not be asked, so that the same request may succeed in a while: its database is down, starts,
 * or is out of reach. A request that the database answered with an error is not among these.
 */
const isStoreUnavailable = (error: unknown): boolean => {
  // What `fetch` says of another server, which is not the store.
  if (!(error instanceof Error) || error instanceof TypeError) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return (
    networkCodes.has(code) ||
    unavailableState.test(code) ||
    brokenConnection.test(error.message) ||
    isStoreUnavailable(error.cause)
  )
}

/** Seconds after which a request is worth another try that found the store down. */
const patience = 5

/**
 * The error to answer with when the store could not be asked.
 *
 * @returns undefined for every other failure
 */
export const storeUnavailable = (error: unknown): UnderstudyError | undefined =>
  isStoreUnavailable(error)
    ? new UnderstudyError('STORE-UNAVAILABLE', 'The database of the tenant does not answer.', {
        cause: error,
        meta: { retryAfter: patience },
      })
    : undefined
