import type { AppType } from '../../store/schema.js'

/** Whose redirect addresses are compared. */
export interface RedirectingClient {
  readonly appType: AppType
  readonly redirectUris: readonly string[]
}

/** An address on the device's own loopback interface, with its port apart. */
const loopback = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::\d{1,5})?((?:[/?].*)?)$/

/**
 * The presented address that the client has registered, compared character by character (RFC 9700 section 2.1). Only the
 * port of a native client's loopback address may differ, as its listener takes whatever is free (RFC 8252 section 7.3).
 *
 * @param presented what the request's `redirect_uri` may mean
 */
export const registeredRedirectUri = (
  { appType, redirectUris }: RedirectingClient,
  presented: readonly string[],
): string | undefined =>
  presented.find((uri) =>
    redirectUris.some((registered) => registered === uri || (appType === 'native' && sameLoopback(registered, uri))),
  )

const sameLoopback = (registered: string, presented: string): boolean => {
  const [, host, rest] = loopback.exec(registered) ?? []
  const [, presentedHost, presentedRest] = loopback.exec(presented) ?? []
  return host !== undefined && host === presentedHost && rest === presentedRest
}
