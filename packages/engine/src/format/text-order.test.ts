import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from 'vitest'
import { sortedLanguage, textComparison } from './text-order.js'

const locales =
  'en-US en-GB de-DE de-AT de-CH fr-FR fr-CA es-ES es-MX it-IT nl-NL pt-BR pt-PT sv-SE da-DK nb-NO nn-NO fi-FI is-IS pl-PL cs-CZ sk-SK hu-HU sl-SI hr-HR sr-Latn-RS ro-RO tr-TR el-GR ru-RU uk-UA bg-BG et-EE lv-LV lt-LT he-IL ar-SA th-TH vi-VN ja-JP ko-KR zh-CN zh-TW'.split(
    ' ',
  )

const letters = [
  ...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.áàâäãåæçčéèêëíîïıİłñóòôöõøœřšßşúùûüýžđÄÅÖÜØÉЖжяабвгћאבתابتαβγกขค中文日本はカ한글',
]

/** The same words each time. */
const words = (): readonly string[] => {
  let state = 7
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
  return Array.from({ length: 400 }, () =>
    Array.from({ length: 1 + next(5) }, () => letters[next(letters.length)]).join(''),
  )
}

describe('the order of texts by a locale', () => {
  it('is the same in the database and in the runtime, without any extension to load', async () => {
    const instance = await DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      enable_external_access: 'false',
    })
    const connection = await instance.connect()
    await connection.run('CREATE TABLE words (word VARCHAR)')
    for (const word of words()) await connection.run('INSERT INTO words VALUES ($1)', [word])
    for (const locale of locales) {
      const language = sortedLanguage(locale)
      const found = await connection.runAndReadAll(
        `SELECT DISTINCT word, icu_sort_key(word, '${language}') FROM words ORDER BY 2, 1`,
      )
      const expected = [...new Set(words())].sort(textComparison(language))
      expect([locale, found.getRowsJS().map(([word]) => word)]).toEqual([locale, expected])
    }
    connection.closeSync()
    instance.closeSync()
  })

  it('is that of the letters of the language', () => {
    const sorted = (locale: string | undefined, texts: string) =>
      texts
        .split(' ')
        .sort(textComparison(locale && sortedLanguage(locale)))
        .join(' ')
    expect(sorted('de-DE', 'z Ä B ä a A')).toBe('a A ä Ä B z')
    expect(sorted('sv-SE', 'z Ä B ä a A')).toBe('a A B z ä Ä')
    expect(sorted('nb-NO', 'Å z Ø Æ A')).toBe('A z Æ Ø Å')
    expect(sorted('es-ES', 'o ñ nz n')).toBe('n nz ñ o')
    expect(sorted(undefined, 'z Ä B ä a A')).toBe('A a B z Ä ä')
  })

  it.each(['xx-YY', 'no such', '', 'de_DE', "de'"])('of %j is unknown', (locale) => {
    expect(sortedLanguage(locale)).toBeUndefined()
  })
})
