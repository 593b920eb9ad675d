import type { AppFormats } from '../../format/app-formats.js'

/** SQL of what a text sorts by under the rules of a language: a VARCHAR. The language is a name that the runtime knows. */
const languageKey = (text: string, language: string): string => `icu_sort_key(${text}, '${language}')`

/** SQL of the terms by which texts sort in an app, ascending: what they sort by, then themselves. */
export const textOrderTerms = (text: string, { textOrder }: AppFormats): readonly [string, string] => [
  textOrder === undefined ? `lower(${text})` : languageKey(text, textOrder),
  text,
]

/**
 * What prints one value that orders texts as the language of an app does, the same of no two texts; `undefined` in an app
 * that names none, where texts are compared by their characters.
 */
export const textOrderKey = ({ textOrder }: AppFormats): ((text: string) => string) | undefined =>
  // Keys are digits and capitals, all of which a blank stands before.
  textOrder === undefined ? undefined : (text) => `(${languageKey(text, textOrder)} || ' ' || ${text})`

/** SQL of an aggregate: the first or the last text. */
export const extremeText = (which: 'min' | 'max', text: string, order: string | undefined): string =>
  order === undefined ? `${which}(${text})` : `arg_${which}(${text}, ${order})`

/** SQL of the first or the last text of a list; missing ones do not count. */
export const extremeOfList = (which: 'min' | 'max', list: string, formats: AppFormats): string => {
  const order = textOrderKey(formats)
  if (!order) return `list_${which}(${list})`
  const keyed = `list_transform(list_filter(${list}, lambda t: t IS NOT NULL), lambda t: {'k': ${order('t')}, 't': t})`
  return `list_${which}(${keyed}).t`
}
