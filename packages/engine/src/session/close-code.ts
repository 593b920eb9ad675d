/** WebSocket close codes that QIX clients know (contract 0.8). */
export const closeCodes = {
  /** Nothing was asked for a while. */
  idle: 4001,
  /** The engine, or this session in it, goes away: clients come back at once and get a new session. */
  terminating: 4003,
  appDeleted: 4004,
  sessionLimit: 4005,
  /** The token or the person behind it is no longer accepted. */
  authenticationFailed: 4006,
  malformed: 4202,
  noPermission: 4203,
  notFound: 4204,
  busy: 4205,
  noEngine: 4240,
} as const

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes]
