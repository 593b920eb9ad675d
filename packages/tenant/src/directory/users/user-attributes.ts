/**
 * Attributes as the store holds them: JSON with sorted names, so that equal attributes are equal texts.
 *
 * @returns null for none
 */
export const attributesText = (attributes: Readonly<Record<string, string>> | undefined): string | null => {
  const entries = Object.entries(attributes ?? {})
  if (entries.length === 0) return null
  return JSON.stringify(Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1))))
}
