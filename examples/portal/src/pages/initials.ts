/** First letters of a name's first and last word, for an avatar. */
export const initials = (name: string): string => {
  const words = name.split(' ')
  return `${words[0]?.[0] ?? ''}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`
}
