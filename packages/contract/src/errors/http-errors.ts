import { defineErrors } from './error-entry.js'

/** Errors that any HTTP request can meet, whatever endpoint it is for. */
export const httpErrors = defineErrors({
  'HTTP-MALFORMED': {
    status: 400,
    title: 'Malformed request',
    oauthError: 'invalid_request',
    solution:
      'Send well-formed JSON with `Content-Type: application/json`, one `Host` header, and well-formed HTTP around it.',
  },
  'HTTP-HEADERS-TOO-LARGE': {
    status: 431,
    title: 'Request headers too large',
    solution: 'Send less than 16 KB of headers; cookies of other applications of the same host are the usual reason.',
  },
  'HTTP-TIMEOUT': {
    status: 408,
    title: 'The request took too long to arrive',
    solution: 'Send the request again, as a whole.',
  },
  'HTTP-INTERNAL': {
    status: 500,
    title: 'Internal error',
    oauthError: 'server_error',
    solution: 'Look the `traceId` up in the log of the tenant; the cause is logged there and nowhere else.',
  },
  'STORE-UNAVAILABLE': {
    status: 503,
    title: 'The store does not answer',
    oauthError: 'temporarily_unavailable',
    solution:
      'Send the request again after the seconds of `Retry-After`. Look first whether a change was made, as the connection may have broken after it. Operators: see why the database of `--store` is down or out of reach; the tenant goes on by itself once it answers.',
  },
  'TENANT-UNKNOWN-HOST': {
    status: 421,
    title: 'No tenant has this host name',
    oauthError: 'invalid_request',
    solution: 'Check the host name of the URL. With more than one tenant, each answers to its own host names only.',
  },
  'TENANT-DEACTIVATED': {
    status: 403,
    title: 'The tenant is deactivated',
    oauthError: 'invalid_request',
    solution:
      'The operator deactivated the tenant and can reactivate it: `POST /api/v1/tenants/{id}/actions/reactivate`, or `understudy tenant reactivate`. Tokens from before stay refused.',
  },
})
