import { de, en, es, fr, it, ja, nl, pl, pt, sv } from './translations.js'

/** The texts of embeds that are ours. */
export type Texts = Readonly<Record<keyof typeof en, string>>

/** Languages by their codes of ISO 639. */
const languages: Readonly<Record<string, Texts>> = { de, en, es, fr, it, ja, nl, pl, pt, sv }

/** The texts in a language, such as `de-DE`; in English where there are none. */
export const textsIn = (language: string | undefined): Texts => {
  const code = language?.toLowerCase().split(/[-_]/)[0] ?? ''
  return Object.hasOwn(languages, code) ? (languages[code] as Texts) : en
}

/** The language that the page gives to an element, such as by `<html lang="de">`. */
export const languageOf = (element: Element): string | undefined =>
  element.closest<HTMLElement>('[lang]')?.lang ?? (document.documentElement.lang || undefined)

/** What stands for `{name}` in a text. */
export const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all))
