/** The rest of a sentence about an address that is not secure. */
const secureOnly = 'must begin with https://, or with http:// and localhost, 127.0.0.1 or [::1]'

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * What is wrong with the address of a page or an endpoint: its traffic must be read by nobody else (TLS, or this machine),
 * and it must hold no credentials, which would be stored, shown and sent along.
 *
 * @returns the rest of a sentence that begins with the address; undefined when it is good
 */
export const addressProblem = (text: string): string | undefined => {
  if (!URL.canParse(text)) return secureOnly
  const url = new URL(text)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopbackHosts.has(url.hostname))) return secureOnly
  return credentialsProblem(text)
}

/** What is wrong with an address whose traffic is public anyway, such as that of a picture. */
export const linkProblem = (text: string): string | undefined =>
  URL.canParse(text) ? credentialsProblem(text) : 'is no URL'

/** Also an empty user name is one (RFC 3986 section 3.2.1). */
const credentialsProblem = (text: string): string | undefined =>
  /^[^/]*:[\\/]*[^\\/?#]*@/.test(text) ? 'must not hold a user name or a password' : undefined

/**
 * What is wrong with an origin that pages are to be allowed by. It must be written as browsers send it, since it is
 * compared as a whole.
 *
 * @returns the rest of a sentence that begins with the origin; undefined when it is good
 */
export const originProblem = (text: string): string | undefined => {
  if (text.includes('*')) return 'must not have a wildcard; list each origin'
  const problem = addressProblem(text)
  if (problem !== undefined) return problem
  const { origin } = new URL(text)
  return origin === text ? undefined : `must be scheme, host and port only, as browsers send it: ${origin}`
}

/** Origins of pages that come with a mobile app: Capacitor and Ionic show them under schemes of their own. */
const shellOrigin = /^(capacitor|ionic):\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/

/**
 * The same for the pages of a client, which may come with a mobile app (`capacitor://localhost`). Such an origin is no
 * one's alone, like `http://localhost`: every app on every phone may have it.
 */
export const pageOriginProblem = (text: string): string | undefined =>
  shellOrigin.test(text) ? undefined : originProblem(text)
