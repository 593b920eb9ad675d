import { csrfTokenOf } from './session-secret.js'

/** What a session cookie holds. */
export interface SessionCredential {
  readonly id: string
  readonly secret: string
}

/**
 * Which pages a browser shall send the cookies for.
 *
 * - `first-party`: the tenant's own pages and pages of its site. `SameSite=Lax`.
 * - `cross-site`: also pages of other sites, as long as the browser allows third-party cookies. `SameSite=None`.
 * - `partitioned`: pages of other sites, with a jar for each embedding site (CHIPS), which browsers that block third-party
 *   cookies leave alone.
 */
export type CookieReach = 'first-party' | 'cross-site' | 'partitioned'

/** The names under which backends look for the cookies in the answer of a JWT login (contract 3). */
const relayedNames = { id: 'eas.sid', secret: 'eas.sid.sig', csrfToken: '_csrfToken' } as const

/**
 * The cookie that browsers present. Its prefix makes browsers refuse it from other hosts of the domain and over plain
 * HTTP (RFC 6265bis section 4.1.3.2). Each web integration has one of its own: embedding pages with different users in
 * one browser do not overwrite each other's sessions, nor that of the tenant's own pages.
 */
const browserName = (webIntegrationId: string | undefined): string =>
  webIntegrationId === undefined ? '__Host-eas.sid' : `__Host-eas.sid.${webIntegrationId}`

const attributes: Record<CookieReach, string> = {
  'first-party': 'Path=/; Secure; HttpOnly; SameSite=Lax',
  'cross-site': 'Path=/; Secure; HttpOnly; SameSite=None',
  partitioned: 'Path=/; Secure; HttpOnly; SameSite=None; Partitioned',
}

/**
 * The `Set-Cookie` values of a new session. They end with the browser; how long the session lasts is decided by the
 * tenant alone.
 *
 * @param relayed whether a backend may have asked, which looks for the contract's names
 */
export const sessionCookies = (
  { id, secret }: SessionCredential,
  reach: CookieReach,
  webIntegrationId: string | undefined,
  relayed: boolean,
): string[] => {
  const set = (name: string, value: string): string => `${name}=${value}; ${attributes[reach]}`
  return [
    set(browserName(webIntegrationId), `${id}.${secret}`),
    ...(relayed
      ? [set(relayedNames.id, id), set(relayedNames.secret, secret), set(relayedNames.csrfToken, csrfTokenOf(secret))]
      : []),
  ]
}

/** The `Set-Cookie` values that make a browser forget a session, whichever reach its cookies had. */
export const clearedCookies = (webIntegrationId: string | undefined): string[] =>
  [browserName(webIntegrationId), ...Object.values(relayedNames)].flatMap((name) =>
    (['first-party', 'partitioned'] as const).map((reach) => `${name}=; Max-Age=0; ${attributes[reach]}`),
  )

/**
 * Finds the session credentials of a `Cookie` header.
 *
 * @param webIntegrationId whose cookie is meant; undefined for the tenant's own pages
 * @param relayed whether the request comes from no browser; only then the contract's names count, which another host of
 *   the domain could have planted in a browser
 * @returns in the order of their trust; a browser with an older, unpartitioned cookie may present two
 */
export const presentedCredentials = (
  cookieHeader: string | undefined,
  webIntegrationId: string | undefined,
  relayed: boolean,
): SessionCredential[] => {
  const cookies = parseCookies(cookieHeader)
  const ours = cookies
    .filter(([name]) => name === browserName(webIntegrationId))
    .map(([, value]) => value.split('.', 2))
  const firstOf = (name: string): string | undefined => cookies.find(([each]) => each === name)?.[1]
  const theirs = relayed ? [[firstOf(relayedNames.id), firstOf(relayedNames.secret)]] : []
  return [...ours, ...theirs]
    .slice(0, mostCredentials)
    .flatMap(([id, secret]) => (id && secret ? [{ id, secret }] : []))
}

/** Whether a `Cookie` header holds a session cookie at all, also one that cannot be read. */
export const hasSessionCookie = (
  cookieHeader: string | undefined,
  webIntegrationId: string | undefined,
  relayed: boolean,
): boolean =>
  parseCookies(cookieHeader).some(
    ([name]) => name === browserName(webIntegrationId) || (relayed && name === relayedNames.id),
  )

/** Each one costs a query. */
const mostCredentials = 3

const parseCookies = (header = ''): (readonly [name: string, value: string])[] =>
  header.split(';').flatMap((pair) => {
    const at = pair.indexOf('=')
    return at < 0 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const]
  })
