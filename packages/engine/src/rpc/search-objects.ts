import { isJsonObject, type Json, type JsonObject, textOf } from '../json.js'
import { valueAt } from '../json-pointer.js'
import { expressionValue, titleText } from '../objects/layout/expression.js'
import { effectiveProperties, type ObjectEntry } from '../objects/object-store.js'
import { inObject, type Scope } from '../objects/scope.js'
import { partOf, rangesOf, type SearchOptions } from './search-terms.js'

/** Types of objects that no search finds: they hold others, or are no charts. */
const unsearched = new Set([
  ...['slideitem', 'sheet', 'story', 'slide', 'masterobject', 'snapshot', 'loadmodel', 'appprops', 'searchhistory'],
])

const searched = ['title', 'subtitle', 'footnote', 'qMetaDef/title', 'qMetaDef/description', 'visualization'] as const

/** Objects that are looked at. */
const maxObjects = 2_000

interface ObjectSearch extends Pick<SearchOptions, 'encoding'> {
  /** Whether matches tell the property that they are in. */
  readonly withProperty: boolean
  readonly page: JsonObject
}

const shownText = async (scope: Scope, value: Json | undefined): Promise<string> =>
  isJsonObject(value) ? textOf(await expressionValue(scope, value)) : titleText(scope, textOf(value))

const matchesOf = async (around: Scope, entry: ObjectEntry, terms: readonly string[], asked: ObjectSearch) => {
  const scope = inObject(around, entry)
  const properties = effectiveProperties(scope.objects, entry)
  const texts = await Promise.all(
    searched.map(async (name) => ({ name, text: await shownText(scope, valueAt(properties, `/${name}`)) })),
  )
  return texts.flatMap(({ name, text }) => {
    const qRanges = terms.flatMap((term, position) => rangesOf(text, term, position, asked.encoding))
    const qAttributes = asked.withProperty ? [{ qKey: 'qProperty', qValue: name }] : []
    return qRanges.length === 0 ? [] : [{ qText: text, qRanges, qAttributes }]
  })
}

/** The charts of an app in whose texts words begin with the terms, those that have most of the terms first. */
export const searchObjects = async (
  scope: Scope,
  terms: readonly string[],
  asked: ObjectSearch,
): Promise<JsonObject> => {
  const charts = [...scope.objects.values()].filter(({ type }) => !unsearched.has(type.toLowerCase()))
  const items = await Promise.all(
    charts.slice(0, maxObjects).map(async (entry) => {
      const matches = await matchesOf(scope, entry, terms, asked)
      const found = new Set(matches.flatMap(({ qRanges }) => qRanges.map(({ qTerm }) => Number(qTerm))))
      return { id: entry.id, matches, found: [...found].sort((a, b) => a - b) }
    }),
  )
  const groups = new Map<string, typeof items>()
  for (const item of items)
    if (item.found.length > 0) groups.set(item.found.join(), [...(groups.get(item.found.join()) ?? []), item])
  const ordered = [...groups.values()].sort(([a], [b]) => (b?.found.length ?? 0) - (a?.found.length ?? 0))
  const { qOffset, qCount } = asked.page
  return {
    qSearchTerms: terms,
    qTotalNumberOfGroups: ordered.length,
    qSearchGroupArray: partOf([...ordered.entries()], qOffset, qCount).map(([qId, group]) => ({
      qId,
      qGroupType: 'GenericObjectsType',
      qSearchTermsMatched: group[0]?.found ?? [],
      qTotalNumberOfItems: group.length,
      qItems: group.map(({ id, matches, found }) => ({
        qItemType: 'GenericObject',
        qTotalNumberOfMatches: matches.length,
        qIdentifier: id,
        qItemMatches: matches,
        qSearchTermsMatched: found,
        qMatchType: 'FieldMatchWord',
      })),
    })),
  }
}
