import { UnderstudyError } from '@understudy/contract'
import { isOwnOrigin } from '../tenants/own-origin.js'
import type { Tenant } from '../tenants/tenant.js'

/** Where a browser goes after signing in, as the request wants it. */
export interface WantedReturn {
  readonly returnto?: string | undefined
  /** Origins of the web integration that the request names; undefined when it names none, empty when it is unknown. */
  readonly integrationOrigins?: readonly string[] | undefined
}

/** Where to go when nothing was said. */
const defaultPath = '/account'

/**
 * Checks where a sign-in shall return to: a path of the tenant, or a page of a web integration (contract 0.10). Nothing
 * else, or whoever sends a link would decide where people go with a fresh session.
 *
 * @returns the path with query and fragment, or the absolute address
 * @throws UnderstudyError LOGIN-8 for anything that is neither, LOGIN-10 for a page that the web integration does not list
 */
export const returnAddress = (tenant: Tenant, { returnto, integrationOrigins }: WantedReturn): string => {
  if (returnto === undefined || returnto === '') return defaultPath
  // Browsers drop control characters and turn backslashes into slashes, then read what remains.
  if (hasControlCharacter(returnto) || returnto.includes('\\')) throw illegal()
  if (!URL.canParse(returnto, tenant.origin)) throw illegal()
  const url = new URL(returnto, tenant.origin)
  if (isOwnOrigin(tenant, url.origin) && (returnto.startsWith('/') || URL.canParse(returnto))) {
    // `/.//evil.example` is a path here, and another host in a Location header.
    if (url.pathname.startsWith('//')) throw illegal()
    return url.pathname + url.search + url.hash
  }
  if (integrationOrigins === undefined) throw illegal()
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw illegal()
  if (!integrationOrigins.includes(url.origin))
    throw new UnderstudyError('LOGIN-10', `The web integration does not list ${url.origin.slice(0, 256)}.`)
  // Credentials in an address make one host look like another.
  if (url.username !== '' || url.password !== '') throw illegal()
  return url.href
}

const hasControlCharacter = (text: string): boolean =>
  [...text].some((character) => character < ' ' || character === '\x7f')

const illegal = (): UnderstudyError =>
  new UnderstudyError('LOGIN-8', 'The parameter "returnto" names no address that a sign-in may return to.')
