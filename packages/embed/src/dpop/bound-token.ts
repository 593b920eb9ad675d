/** What of a request is looked at. */
export interface SentRequest {
  readonly url: string
  readonly authorization: string | null
  readonly body: unknown
}

/**
 * Finds the access token of a request that is worth nothing without a proof: it says so itself (`cnf`, RFC 9449 section
 * 6.1). It stands in the `Authorization` header, or in the body of an exchange.
 */
export const boundTokenOf = (
  request: SentRequest,
): { readonly token: string; readonly inHeader: boolean } | undefined => {
  const presented = /^(?:Bearer|DPoP) (.+)$/i.exec(request.authorization ?? '')?.[1]
  if (presented !== undefined) return isBound(presented) ? { token: presented, inHeader: true } : undefined
  if (!isTokenRequest(request.url) || typeof request.body !== 'string') return undefined
  const subject = subjectTokenOf(request.body)
  return subject !== undefined && isBound(subject) ? { token: subject, inHeader: false } : undefined
}

/** Whether a request asks for a token. */
export const isTokenRequest = (url: string): boolean =>
  ['/oauth/token', '/oauth/token/anonymous-embed'].includes(new URL(url).pathname)

const subjectTokenOf = (body: string): string | undefined => {
  const token = parsed(body)?.subject_token
  return typeof token === 'string' ? token : undefined
}

const isBound = (token: string): boolean => {
  const [, payload, signature] = token.split('.')
  if (payload === undefined || signature === undefined) return false
  try {
    const claims = parsed(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
    return typeof claims?.cnf === 'object' && claims.cnf !== null && 'jkt' in claims.cnf
  } catch {
    return false
  }
}

const parsed = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
