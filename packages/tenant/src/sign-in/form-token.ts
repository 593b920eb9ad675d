import { createHmac, timingSafeEqual } from 'node:crypto'
import { UnderstudyError } from '@understudy/contract'
import type { TenantContext } from '../tenants/tenant-context.js'
import { browserCookie, readBrowserCookie } from './browser-cookie.js'
import { signInSubkey } from './sign-in-subkey.js'

const cookieName = 'understudy-form'

/** What ties a form to the browser that shows it, before anybody is signed in there. */
export interface FormToken {
  /** Goes with the form. */
  readonly token: string
  /** `Set-Cookie` values for the page of the form. */
  readonly setCookies: readonly string[]
}

/**
 * Makes the token of a form: derived from a random cookie of the browser, so that another site, which can neither read
 * nor set that cookie, cannot send the form (and sign somebody in under a foreign account).
 *
 * @param cookieHeader the `Cookie` header of the request for the page
 */
export const newFormToken = (context: TenantContext, cookieHeader: string | undefined): FormToken => {
  const known = readBrowserCookie(cookieHeader, cookieName)
  const nonce = known ?? context.randomness.bytes(32).toString('base64url')
  return {
    token: tokenOf(context, nonce),
    setCookies: known === undefined ? [browserCookie(cookieName, nonce)] : [],
  }
}

/**
 * Checks that a form comes from the browser that it was shown in.
 *
 * @throws UnderstudyError LOGIN-FORM-EXPIRED
 */
export const assertFormToken = (context: TenantContext, cookieHeader: string | undefined, token: string): void => {
  const nonce = readBrowserCookie(cookieHeader, cookieName)
  const expected = Buffer.from(tokenOf(context, nonce ?? ''))
  const presented = Buffer.from(token)
  if (nonce !== undefined && presented.length === expected.length && timingSafeEqual(presented, expected)) return
  throw new UnderstudyError('LOGIN-FORM-EXPIRED', 'The form was not shown in this browser, or too long ago.')
}

const tokenOf = ({ signInKey, tenant }: TenantContext, nonce: string): string =>
  createHmac('sha256', signInSubkey(signInKey, 'form', tenant.id))
    .update(nonce)
    .digest('base64url')
