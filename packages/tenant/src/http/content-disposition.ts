/** RFC 6266: a name for everybody, and the right one (RFC 8187). */
export const disposition = (name: string): string => {
  const plain = name.replace(/[^\w .-]/g, '_')
  if (plain === name) return `attachment; filename="${plain}"`
  // These are no characters of a token there.
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (each) => `%${each.charCodeAt(0).toString(16)}`)
  return `attachment; filename*=UTF-8''${encoded}; filename="${plain}"`
}
