import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SignInRequest } from '../../sign-in/request-trace.js'
import '../request-context.js'

/** Where a request of a sign-in page comes from. */
export const signInRequest = (request: FastifyRequest): SignInRequest => ({
  address: request.ip,
  origin: request.headers.origin,
  cookieHeader: request.headers.cookie,
})

/** Adds cookies to an answer, which nothing on the way keeps: it is one browser's. */
export const setCookies = (reply: FastifyReply, cookies: readonly string[]): void => {
  if (cookies.length > 0) reply.header('cache-control', 'no-store')
  for (const cookie of cookies) reply.header('set-cookie', cookie)
}
