/**
 * The address of main.js that the runtime's other files lie beside. The first published clients load it from the root of
 * the tenant; the rest is in `/qlik-embed` all the same.
 *
 * @param src address that main.js was loaded from
 */
export const runtimeAddress = (src: string): string => {
  const url = new URL(src)
  return url.pathname === '/main.js' ? new URL('/qlik-embed/main.js', url).href : src
}
