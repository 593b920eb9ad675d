import { UnderstudyError } from '@understudy/contract'
import { arrayOf, type Json, type JsonObject, numberOf, objectOf } from '../json.js'
import { advance } from '../selections/timeline.js'
import { command, type Methods, query } from './method.js'
import { integer, object, optional } from './parameters.js'
import { type Association, associationsOf, type FieldMatch, selectionsWith } from './search-associations.js'
import { searchObjects } from './search-objects.js'
import {
  encodingOf,
  type Match,
  matchesIn,
  maxTerms,
  parseSearchOptions,
  partOf,
  rangesOf,
  type SearchOptions,
  terms,
} from './search-terms.js'
import { selectable } from './selecting.js'

const docQuery = query<'Doc'>()
const docCommand = command<'Doc'>()

/** Values of one field that an answer tells, and words that are suggested for a term. */
const maxTold = 1_000
const maxSuggested = 20

const options = optional(object, {})

const attributesOf = ({ attributes }: SearchOptions, { num, elem }: Match): readonly JsonObject[] => [
  ...(attributes.includes('qNum') ? [{ qKey: 'qNum', qValue: num ?? 'NaN' }] : []),
  ...(attributes.includes('qElemNum') ? [{ qKey: 'qElemNum', qValue: elem }] : []),
]

const rangesIn = (text: string, found: readonly number[], wanted: readonly string[], { encoding }: SearchOptions) =>
  found.flatMap((term) => rangesOf(text, wanted[term] ?? '', term, encoding))

const groupItem =
  (asked: SearchOptions, wanted: readonly string[], { qOffset, qCount }: JsonObject) =>
  ({ field, matches, terms: found }: FieldMatch): JsonObject => ({
    qItemType: 'Field',
    qTotalNumberOfMatches: matches.length,
    qIdentifier: field.name,
    qItemMatches: partOf(matches, qOffset, qCount)
      .slice(0, maxTold)
      .map((match) => ({
        qText: match.text,
        qRanges: rangesIn(match.text, found, wanted, asked),
        qAttributes: attributesOf(asked, match),
      })),
    qSearchTermsMatched: found,
    qMatchType: 'FieldMatchWord',
  })

const firstOf = (value: Json | undefined): JsonObject => objectOf(arrayOf(value)[0])

/** Results of `SearchAssociations`: values are told once for each field, and results name them by their position. */
const associationLayout = (
  asked: SearchOptions,
  wanted: readonly string[],
  found: readonly Association[],
  { qOffset, qCount, qMaxNbrFieldMatches }: JsonObject,
): JsonObject => {
  const fields = [...new Set(found.flatMap((result) => result.fields.map(({ field }) => field)))]
  const most = Math.min(partOf(Array(maxTold).fill(0), 0, qMaxNbrFieldMatches).length, maxTold)
  const dictionaries = fields.map(
    (field) =>
      new Map(
        found
          .flatMap((result) => result.fields.filter((match) => match.field === field))
          .flatMap(({ matches, terms: of }) =>
            matches.slice(0, most).map((match) => [match.elem, { match, of }] as const),
          ),
      ),
  )
  const positions = dictionaries.map((values) => new Map([...values.keys()].map((elem, position) => [elem, position])))
  const matchLayout = ({ field, matches, terms: qTerms }: FieldMatch): JsonObject => {
    const qField = fields.indexOf(field)
    const qValues = matches.slice(0, most).flatMap(({ elem }) => positions[qField]?.get(elem) ?? [])
    return { qField, qValues, qTerms, qNoOfMatches: matches.length }
  }
  const shown = partOf([...found.entries()], qOffset, qCount)
  return {
    qFieldNames: fields.map(({ name }) => name),
    qSearchTerms: wanted,
    qFieldDictionaries: dictionaries.map((values, qField) => ({
      qField,
      qResult: [...values.values()].map(({ match, of }) => ({
        qText: match.text,
        qElemNumber: match.elem,
        qRanges: rangesIn(match.text, of, wanted, asked),
      })),
    })),
    qSearchTermsMatched: [shown.map(([qId, { fields: of }]) => ({ qId, qFieldMatches: of.map(matchLayout) }))],
    qTotalSearchResults: found.length,
  }
}

/** Words of a text that begin with a term; the whole text for a pattern. */
const wordsLike = (text: string, term: string): readonly string[] => {
  const wanted = term.replaceAll('"', '').trim().toLowerCase()
  if (/[*?^\s]/.test(wanted)) return [text]
  return text.split(/[^\p{L}\p{N}]+/u).filter((word) => word.toLowerCase().startsWith(wanted))
}

const asFewTerms = `by at most ${maxTerms} terms`

/** Methods of the app that search in several fields at once, among the values that the person may see. */
export const docSearchMethods: Methods<'Doc'> = {
  SearchSuggest: docQuery(
    { qOptions: options, qTerms: terms },
    async ({ scope }, _, { qOptions, qTerms }) => {
      const asked = parseSearchOptions(scope, qOptions)
      const found = await Promise.all(
        qTerms.map(async (term, qTerm) => {
          const fields = await Promise.all(
            asked.fields.map(async ({ name }, index) => {
              const field = asked.fields[index]
              return { name, matches: field ? await matchesIn(scope, asked, field, term) : [] }
            }),
          )
          const words = fields.flatMap(({ matches }) => matches.flatMap(({ text }) => wordsLike(text, term)))
          return {
            names: fields.flatMap(({ name, matches }) => (matches.length > 0 ? [name] : [])),
            suggestions: [...new Set(words)].slice(0, maxSuggested).map((qValue) => ({ qValue, qTerm })),
          }
        }),
      )
      return {
        qResult: {
          qSuggestions: found.flatMap(({ suggestions }) => suggestions),
          qFieldNames: [...new Set(found.flatMap(({ names }) => names))],
        },
      }
    },
    asFewTerms,
  ),
  SearchValues: docQuery(
    { qOptions: options, qTerms: terms, qPage: options },
    async ({ scope }, _, { qOptions, qTerms, qPage }) => {
      const asked = parseSearchOptions(scope, { ...qOptions, qContext: 'Cleared' })
      const found = await Promise.all(
        asked.fields.map(async (field) => {
          const values = new Map<number, { readonly text: string; readonly terms: number[] }>()
          for (const [position, term] of qTerms.entries())
            for (const { elem, text } of await matchesIn(scope, asked, field, term)) {
              const value = values.get(elem) ?? { text, terms: [] }
              value.terms.push(position)
              values.set(elem, value)
            }
          return { field, values: [...values] }
        }),
      )
      const most = Math.min(numberOf(qPage.qMaxNbrFieldMatches) || maxTold, maxTold)
      const fields = found.filter(({ values }) => values.length > 0)
      return {
        qResult: {
          qSearchTerms: qTerms,
          qFieldMatches: partOf(fields, qPage.qOffset, qPage.qCount).map(({ field, values }) => ({
            qFieldName: field.name,
            qValues: partOf(values, 0, most).map(([qElemNo, { text: qText, terms: qSearchTermsMatched }]) => ({
              qText,
              qElemNo,
              qSearchTermsMatched,
            })),
          })),
        },
      }
    },
    asFewTerms,
  ),
  SearchResults: docQuery(
    { qOptions: options, qTerms: terms, qPage: options },
    async ({ scope }, _, { qOptions, qTerms, qPage }) => {
      const asked = parseSearchOptions(scope, qOptions)
      const found = await associationsOf(scope, asked, qTerms)
      const { qOffset, qCount } = firstOf(qPage.qGroupOptions)
      const item = groupItem(asked, qTerms, firstOf(qPage.qGroupItemOptions))
      return {
        qResult: {
          qSearchTerms: qTerms,
          qTotalNumberOfGroups: found.length,
          qSearchGroupArray: partOf([...found.entries()], qPage.qOffset, qPage.qCount).map(([qId, result]) => ({
            qId,
            qGroupType: 'DatasetType',
            qSearchTermsMatched: result.terms,
            qTotalNumberOfItems: result.fields.length,
            qItems: partOf(result.fields, qOffset, qCount).map(item),
          })),
        },
      }
    },
    `${asFewTerms}; one group for each way to find terms in fields so that the values occur together`,
  ),
  SearchAssociations: docQuery(
    { qOptions: options, qTerms: terms, qPage: options },
    async ({ scope }, _, { qOptions, qTerms, qPage }) => {
      const asked = parseSearchOptions(scope, qOptions)
      return { qResults: associationLayout(asked, qTerms, await associationsOf(scope, asked, qTerms), qPage) }
    },
    asFewTerms,
  ),
  SelectAssociations: docCommand(
    { qOptions: options, qTerms: terms, qMatchIx: integer },
    async ({ scope }, _, { qOptions, qTerms, qMatchIx }) => {
      const asked = parseSearchOptions(scope, qOptions)
      const result = (await associationsOf(scope, asked, qTerms))[qMatchIx]
      if (!result) throw new UnderstudyError('QIX-NOT-FOUND', 'the search has no result of that number')
      const { timeline, state, present } = selectable(scope, null)
      const kept = new Map([...present].filter(([, { locked, onlyOne }]) => locked || onlyOne))
      const next = selectionsWith(new Map([...asked.selections, ...kept]), result)
      return { result: {}, timeline: advance(timeline, state, next) }
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
