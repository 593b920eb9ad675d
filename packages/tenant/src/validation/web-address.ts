/** The rest of a sentence about an address that is not secure. */
export const secureOnly = 'must begin with https://, or with http:// and localhost, 127.0.0.1 or [::1]'

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Whether the text is an absolute URL whose traffic nobody else reads: TLS, or this machine. */
export const isSecureUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopbackHosts.has(url.hostname))
}

/**
 * What is wrong with an origin that pages are to be allowed by. It must be written as browsers send it, since it is
 * compared as a whole.
 *
 * @returns the rest of a sentence that begins with the origin; undefined when it is good
 */
export const originProblem = (text: string): string | undefined => {
  if (text.includes('*')) return 'must not have a wildcard; list each origin'
  if (!isSecureUrl(text)) return secureOnly
  const { origin } = new URL(text)
  return origin === text ? undefined : `must be scheme, host and port only, as browsers send it: ${origin}`
}
