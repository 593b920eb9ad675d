/** Languages whose rules both the database and the runtime know by another name than that of the locale. */
const languages: Readonly<Record<string, string>> = { nb: 'no', nn: 'no' }

/**
 * The language, with script and region where they are given, by whose rules the texts of a locale sort.
 *
 * @param locale a BCP 47 tag
 * @returns undefined where there is no such locale, or nothing is known of how it sorts
 */
export const sortedLanguage = (locale: string): string | undefined => {
  try {
    const { baseName, language } = new Intl.Locale(locale)
    const known = languages[language] ?? baseName
    return Intl.Collator.supportedLocalesOf(known).length > 0 ? known : undefined
  } catch {
    return undefined
  }
}

/** Compares texts as they sort: by the rules of a language; without one, by their small letters. */
export const textComparison = (language: string | undefined): ((a: string, b: string) => number) => {
  if (language === undefined) return byKeys((text) => Buffer.from(text.toLowerCase()))
  const { compare } = new Intl.Collator(language)
  return (a, b) => compare(a, b) || compareBytes(a, b)
}

const compareBytes = (a: string, b: string): number => (a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b)))

const byKeys = (keyOf: (text: string) => Buffer) => {
  const keys = new Map<string, Buffer>()
  const key = (text: string): Buffer => {
    const known = keys.get(text)
    if (known) return known
    const made = keyOf(text)
    keys.set(text, made)
    return made
  }
  return (a: string, b: string): number => Buffer.compare(key(a), key(b)) || compareBytes(a, b)
}
