import { randomBytes } from 'node:crypto'
import type { RequestHandler } from 'express'
import session from 'express-session'

declare module 'express-session' {
  interface SessionData {
    /** Proves that a POST comes from a page of this session. */
    csrfToken: string
    /** User name in the portal's own directory, once signed in. */
    userName: string
    /** The same person's user id in the tenant. */
    tenantUserId: string
  }
}

const EIGHT_HOURS_MS = 8 * 60 * 60 * 1000

/**
 * Server-side sessions behind a cookie that scripts cannot read and other sites cannot post with. The signing secret is
 * drawn at start and sessions live in memory: a restart signs everybody out, which suits an example.
 */
export const portalSession = (): RequestHandler =>
  session({
    name: 'altimeter',
    secret: randomBytes(32).toString('base64url'),
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: 'auto', maxAge: EIGHT_HOURS_MS },
  })
