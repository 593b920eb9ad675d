import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SignInRequest } from '../../sign-in/request-trace.js'
import '../request-context.js'

/** Where a request of a sign-in page comes from. */
export const signInRequest = (request: FastifyRequest): SignInRequest => ({
  address: request.ip,
  origin: request.headers.origin,
  cookieHeader: request.headers.cookie,
})

/** Adds cookies to an answer. */
export const setCookies = (reply: FastifyReply, cookies: readonly string[]): void => {
  for (const cookie of cookies) reply.header('set-cookie', cookie)
}
