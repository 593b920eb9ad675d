import { arrayOf, type Json, type JsonObject, objectOf } from '../json.js'
import type { FieldModel } from '../model/data-model.js'
import type { Scope } from '../objects/scope.js'
import { mapOneByOne } from '../turns.js'
import type { Association, FieldMatch } from './search-associations.js'
import { rangesIn } from './search-ranges.js'
import { partOf, type SearchOptions } from './search-terms.js'
import { beginTelling, type Tell, type ToldValue } from './told-values.js'

const attributesOf = ({ attributes }: SearchOptions, { num, elem }: ToldValue): readonly JsonObject[] => [
  ...(attributes.has('qNum') ? [{ qKey: 'qNum', qValue: num ?? 'NaN' }] : []),
  ...(attributes.has('qElemNum') ? [{ qKey: 'qElemNum', qValue: elem }] : []),
]

const groupItem =
  (tell: Tell, asked: SearchOptions, wanted: readonly string[], { qOffset, qCount }: JsonObject) =>
  async ({ field, matches, terms: found }: FieldMatch): Promise<JsonObject> => ({
    qItemType: 'Field',
    qTotalNumberOfMatches: matches.size,
    qIdentifier: field.name,
    qItemMatches: await mapOneByOne(await tell(field, matches, qOffset, qCount), (value) => ({
      qText: value.text,
      qRanges: rangesIn(value.text, found, wanted, asked.encoding),
      qAttributes: attributesOf(asked, value),
    })),
    qSearchTermsMatched: found,
    qMatchType: 'FieldMatchWord',
  })

const firstOf = (value: Json | undefined): JsonObject => objectOf(arrayOf(value)[0])

/** Results of `SearchResults`: a group for each, with the values that it finds in each field. */
export const resultsLayout = async (
  scope: Scope,
  asked: SearchOptions,
  wanted: readonly string[],
  found: readonly Association[],
  page: JsonObject,
): Promise<JsonObject> => {
  const { qOffset, qCount } = firstOf(page.qGroupOptions)
  const item = groupItem(beginTelling(scope), asked, wanted, firstOf(page.qGroupItemOptions))
  return {
    qSearchTerms: wanted,
    qTotalNumberOfGroups: found.length,
    qSearchGroupArray: await mapOneByOne(
      partOf([...found.entries()], page.qOffset, page.qCount),
      async ([qId, result]) => ({
        qId,
        qGroupType: 'DatasetType',
        qSearchTermsMatched: result.terms,
        qTotalNumberOfItems: result.fields.length,
        qItems: await mapOneByOne(partOf(result.fields, qOffset, qCount), item),
      }),
    ),
  }
}

/** Values of a field that results tell, each once, with the terms that it matches in any of them. */
type Dictionary = Map<number, { readonly position: number; readonly text: string; readonly terms: Set<number> }>

/** Results of `SearchAssociations`: values are told once for each field, and results name them by their position. */
export const associationsLayout = async (
  scope: Scope,
  asked: SearchOptions,
  wanted: readonly string[],
  found: readonly Association[],
  { qOffset, qCount, qMaxNbrFieldMatches }: JsonObject,
): Promise<JsonObject> => {
  const tell = beginTelling(scope)
  const dictionaries = new Map<FieldModel, Dictionary>(
    found.flatMap(({ fields }) => fields.map(({ field }) => [field, new Map()])),
  )
  const fields = [...dictionaries.keys()]
  const matchLayout = async ({ field, matches, terms }: FieldMatch): Promise<JsonObject> => {
    const values = dictionaries.get(field) ?? new Map()
    const told = await tell(field, matches, 0, qMaxNbrFieldMatches)
    const qValues = told.map(({ elem, text }) => {
      const value = values.get(elem) ?? { position: values.size, text, terms: new Set() }
      values.set(elem, value)
      for (const term of terms) value.terms.add(term)
      return value.position
    })
    return { qField: fields.indexOf(field), qValues, qTerms: terms, qNoOfMatches: matches.size }
  }
  const shown = await mapOneByOne(partOf([...found.entries()], qOffset, qCount), async ([qId, result]) => ({
    qId,
    qFieldMatches: await mapOneByOne(result.fields, matchLayout),
  }))
  return {
    qFieldNames: fields.map(({ name }) => name),
    qSearchTerms: wanted,
    qFieldDictionaries: await mapOneByOne([...dictionaries.values()], async (values, qField) => ({
      qField,
      qResult: await mapOneByOne([...values], ([qElemNumber, { text, terms }]) => ({
        qText: text,
        qElemNumber,
        qRanges: rangesIn(
          text,
          [...terms].sort((a, b) => a - b),
          wanted,
          asked.encoding,
        ),
      })),
    })),
    qSearchTermsMatched: [shown],
    qTotalSearchResults: found.length,
  }
}
