import type { IncomingMessage } from 'node:http'

/** What a `Host` header may hold (RFC 9112 section 3.2, RFC 3986 section 3.2.2), as far as it decides who is meant. */
const hostForm = /^[^\s,/?#@\\]+$/

/**
 * Brings a request whose target is a whole URL to the form that all others have: such a URL names the host, whatever the
 * `Host` header says (RFC 9112 section 3.2.2). Call it before anything looks at the request.
 */
export const resolveTarget = (request: IncomingMessage): void => {
  const { url = '' } = request
  if (url.startsWith('/')) return
  const [, authority, rest = ''] = /^https?:\/\/([^/?#]*)(.*)$/is.exec(url) ?? []
  if (authority === undefined) return
  request.headers.host = authority
  request.url = rest.startsWith('/') ? rest : `/${rest}`
}

/**
 * Why a request does not say for sure which host it is for: two servers on its way could read it differently. Call it
 * after {@link resolveTarget}.
 *
 * @returns a sentence; undefined when it does
 */
export const hostProblem = ({ headers, rawHeaders, url = '', method }: IncomingMessage): string | undefined => {
  if (!url.startsWith('/') && !(url === '*' && method === 'OPTIONS')) return 'The request target is no path.'
  const hosts = rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host').length
  if (hosts !== 1) return `The request has ${hosts} Host headers; it needs one.`
  return hostForm.test(headers.host ?? '') ? undefined : 'The Host of the request is no host.'
}
