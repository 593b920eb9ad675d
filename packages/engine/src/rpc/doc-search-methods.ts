import { UnderstudyError } from '@understudy/contract'
import { arrayOf } from '../json.js'
import { noSymbols, union } from '../model/symbol-set.js'
import type { Scope } from '../objects/scope.js'
import { mapOneByOne } from '../turns.js'
import { command, type Methods, query } from './method.js'
import { integer, object, optional } from './parameters.js'
import { associationsOf, selectionsWith } from './search-associations.js'
import { associationsLayout, resultsLayout } from './search-layouts.js'
import { searchObjects } from './search-objects.js'
import { encodingOf, searchedPart } from './search-ranges.js'
import { type FieldHits, hitsIn, maxTerms, parseSearchOptions, partOf, terms } from './search-terms.js'
import { movedOn, selectable, softLock } from './selecting.js'
import { beginTelling } from './told-values.js'

const docQuery = query<'Doc'>()
const docCommand = command<'Doc'>()

/** Words that are suggested for a term. */
const maxSuggested = 20

const options = optional(object, {})

/** Words of a text that begin with a term; the whole text for a pattern. */
const wordsLike = (text: string, term: string): readonly string[] => {
  const wanted = term.replaceAll('"', '').trim().toLowerCase()
  if (/[*?^\s]/.test(wanted)) return [text]
  return searchedPart(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.toLowerCase().startsWith(wanted))
}

/** Words that begin with a term, or texts that fit a pattern, among values that were found. */
const suggestedWords = async (scope: Scope, found: readonly FieldHits[], terms: readonly string[], term: number) => {
  const tell = beginTelling(scope)
  const words = new Set<string>()
  for (const { field, byTerm } of found) {
    if (words.size >= maxSuggested) break
    const values = await tell(field, byTerm[term] ?? noSymbols, 0, -1)
    await mapOneByOne(values, ({ text }) => {
      if (words.size < maxSuggested) for (const word of wordsLike(text, terms[term] ?? '')) words.add(word)
    })
  }
  return [...words].slice(0, maxSuggested)
}

const asFewTerms = `by at most ${maxTerms} terms`

/** Methods of the app that search in several fields at once, among the values that the person may see. */
export const docSearchMethods: Methods<'Doc'> = {
  SearchSuggest: docQuery(
    { qOptions: options, qTerms: terms },
    async ({ scope }, _, { qOptions, qTerms }) => {
      const found = await hitsIn(scope, await parseSearchOptions(scope, qOptions), qTerms)
      const suggestions = await mapOneByOne(qTerms, async (_, qTerm) =>
        (await suggestedWords(scope, found, qTerms, qTerm)).map((qValue) => ({ qValue, qTerm })),
      )
      const names = qTerms.flatMap((_, term) =>
        found.flatMap(({ field, byTerm }) => (byTerm[term]?.size ? [field.name] : [])),
      )
      return { qResult: { qSuggestions: suggestions.flat(), qFieldNames: [...new Set(names)] } }
    },
    asFewTerms,
  ),
  SearchValues: docQuery(
    { qOptions: options, qTerms: terms, qPage: options },
    async ({ scope }, _, { qOptions, qTerms, qPage }) => {
      const asked = await parseSearchOptions(scope, { ...qOptions, qContext: 'Cleared' })
      const tell = beginTelling(scope)
      const fields = await mapOneByOne(await hitsIn(scope, asked, qTerms), ({ field, byTerm }) => ({
        field,
        byTerm,
        values: byTerm.reduce(union, noSymbols),
      }))
      const found = fields.filter(({ values }) => values.size > 0)
      const qFieldMatches = await mapOneByOne(
        partOf(found, qPage.qOffset, qPage.qCount),
        async ({ field, byTerm, values }) => ({
          qFieldName: field.name,
          qValues: (await tell(field, values, 0, qPage.qMaxNbrFieldMatches)).map(({ symbol, elem, text }) => ({
            qText: text,
            qElemNo: elem,
            qSearchTermsMatched: [...byTerm.entries()].flatMap(([term, of]) => (of.has(symbol) ? [term] : [])),
          })),
        }),
      )
      return { qResult: { qSearchTerms: qTerms, qFieldMatches } }
    },
    asFewTerms,
  ),
  SearchResults: docQuery(
    { qOptions: options, qTerms: terms, qPage: options },
    async ({ scope }, _, { qOptions, qTerms, qPage }) => {
      const asked = await parseSearchOptions(scope, qOptions)
      const found = await associationsOf(scope, asked, qTerms)
      return { qResult: await resultsLayout(scope, asked, qTerms, found, qPage) }
    },
    `${asFewTerms}; one group for each way to find terms in fields so that the values occur together`,
  ),
  SearchAssociations: docQuery(
    { qOptions: options, qTerms: terms, qPage: options },
    async ({ scope }, _, { qOptions, qTerms, qPage }) => {
      const asked = await parseSearchOptions(scope, qOptions)
      const found = await associationsOf(scope, asked, qTerms)
      return { qResults: await associationsLayout(scope, asked, qTerms, found, qPage) }
    },
    asFewTerms,
  ),
  SelectAssociations: docCommand(
    { qOptions: options, qTerms: terms, qMatchIx: integer, ...softLock },
    async ({ scope }, _, { qOptions, qTerms, qMatchIx, qSoftLock }) => {
      const asked = await parseSearchOptions(scope, qOptions)
      const result = (await associationsOf(scope, asked, qTerms))[qMatchIx]
      if (!result) throw new UnderstudyError('QIX-NOT-FOUND', 'the search has no result of that number')
      const selecting = selectable(scope, null, scope.state, qSoftLock)
      const kept = [...selecting.present].filter(
        ([field, { locked, onlyOne }]) => locked || onlyOne || selecting.passedOver.has(field),
      )
      const next = selectionsWith(new Map([...asked.selections, ...kept]), result)
      return { result: {}, timeline: movedOn(selecting, next) }
    },
    'a result of SearchResults or SearchAssociations of the same terms',
  ),
  SearchObjects: docQuery(
    { qOptions: options, qTerms: terms, qPage: options },
    async ({ scope }, _, { qOptions, qTerms, qPage }) => ({
      qResult: await searchObjects(scope, qTerms, {
        encoding: encodingOf(qOptions.qCharEncoding),
        withProperty: arrayOf(qOptions.qAttributes).includes('qProperty'),
        page: qPage,
      }),
    }),
    'in titles, subtitles, footnotes and types, and not in values',
  ),
}
