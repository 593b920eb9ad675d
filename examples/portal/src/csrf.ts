import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler } from 'express'

/** The session's CSRF token, made at first use; pages put it into forms and into `<meta name="csrf-token">`. */
export const csrfTokenOf = (request: Request): string => {
  request.session.csrfToken ??= randomBytes(32).toString('base64url')
  return request.session.csrfToken
}

/** Refuses every POST that does not carry the session's CSRF token as the header `x-csrf-token` or the field `_csrf`. */
export const csrfProtection: RequestHandler = (request, response, next) => {
  if (request.method !== 'POST') return next()
  const presented: unknown = request.get('x-csrf-token') ?? request.body?._csrf
  if (typeof presented === 'string' && equal(presented, request.session.csrfToken)) return next()
  response.status(403).type('text').send('The form is out of date. Load the page again.')
}

const equal = (presented: string, expected: string | undefined): boolean => {
  if (!expected || presented.length !== expected.length) return false
  return timingSafeEqual(Buffer.from(presented), Buffer.from(expected))
}
