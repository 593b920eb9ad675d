/**
 * The `Set-Cookie` value of what a sign-in page leaves in a browser. The prefix of the name makes browsers refuse it from
 * other hosts of the domain and over plain HTTP (RFC 6265bis section 4.1.3.2); it comes along when another site links
 * here, as identity providers do, and never with a form of another site.
 *
 * @param maxAge seconds; undefined for as long as the browser runs, 0 to forget it
 */
export const browserCookie = (name: string, value: string, maxAge?: number): string =>
  `__Host-${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax${maxAge === undefined ? '' : `; Max-Age=${maxAge}`}`

/** The value of such a cookie in a `Cookie` header. */
export const readBrowserCookie = (header: string | undefined, name: string): string | undefined => {
  const start = `__Host-${name}=`
  const pair = header
    ?.split(';')
    .map((each) => each.trim())
    .find((each) => each.startsWith(start))
  return pair?.slice(start.length)
}
