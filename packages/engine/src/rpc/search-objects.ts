import { isJsonObject, type Json, type JsonObject, textOf } from '../json.js'
import { valueAt } from '../json-pointer.js'
import { limits } from '../limits.js'
import { expressionValue, isExpressionText, titleText } from '../objects/layout/expression.js'
import { effectiveProperties, type ObjectEntry } from '../objects/object-store.js'
import { inObject, type Scope } from '../objects/scope.js'
import { mapOneByOne } from '../turns.js'
import { rangesIn, searchedPart } from './search-ranges.js'
import { partOf, type SearchOptions } from './search-terms.js'

/** Types of objects that no search finds: they hold others, or are no charts. */
const unsearched = new Set([
  ...['slideitem', 'sheet', 'story', 'slide', 'masterobject', 'snapshot', 'loadmodel', 'appprops', 'searchhistory'],
])

const searched = ['title', 'subtitle', 'footnote', 'qMetaDef/title', 'qMetaDef/description', 'visualization'] as const

const maxObjects = limits.searchedObjects.most
const maxFormulas = limits.searchedFormulas.most

interface ObjectSearch extends Pick<SearchOptions, 'encoding'> {
  /** Whether matches tell the property that they are in. */
  readonly withProperty: boolean
  readonly page: JsonObject
}

const hasFormula = (value: Json | undefined): boolean =>
  isJsonObject(value) || isExpressionText(textOf(value)) || textOf(value).includes('$(')

/** Gives texts as they are shown; those with formulas one after another, and no more of them than a bound. */
const beginShowing = () => {
  let left: number = maxFormulas
  return async (scope: Scope, value: Json | undefined): Promise<string> => {
    if (!hasFormula(value)) return textOf(value)
    if (left === 0) return ''
    left -= 1
    return isJsonObject(value) ? textOf(await expressionValue(scope, value)) : titleText(scope, textOf(value))
  }
}

const matchesOf = async (
  around: Scope,
  entry: ObjectEntry,
  terms: readonly string[],
  asked: ObjectSearch,
  shownText: ReturnType<typeof beginShowing>,
) => {
  const scope = inObject(around, entry)
  const properties = effectiveProperties(scope.objects, entry)
  const matches = await mapOneByOne(searched, async (name) => {
    const qText = searchedPart(await shownText(scope, valueAt(properties, `/${name}`)))
    const qRanges = rangesIn(qText, [...terms.keys()], terms, asked.encoding)
    const qAttributes = asked.withProperty ? [{ qKey: 'qProperty', qValue: name }] : []
    return { qText, qRanges, qAttributes }
  })
  return matches.filter(({ qRanges }) => qRanges.length > 0)
}

/** The charts of an app in whose texts words begin with the terms, those that have most of the terms first. */
export const searchObjects = async (
  scope: Scope,
  terms: readonly string[],
  asked: ObjectSearch,
): Promise<JsonObject> => {
  const charts = [...scope.objects.values()].filter(({ type }) => !unsearched.has(type.toLowerCase()))
  const shownText = beginShowing()
  const items = await mapOneByOne(
    charts.slice(0, maxObjects),
    async (entry) => {
      const matches = await matchesOf(scope, entry, terms, asked, shownText)
      const found = new Set(matches.flatMap(({ qRanges }) => qRanges.map(({ qTerm }) => Number(qTerm))))
      return { id: entry.id, matches, found: [...found].sort((a, b) => a - b) }
    },
    scope.moment.signal,
  )
  const groups = new Map<string, (typeof items)[number][]>()
  for (const item of items) {
    if (item.found.length === 0) continue
    const group = groups.get(item.found.join())
    if (group) group.push(item)
    else groups.set(item.found.join(), [item])
  }
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
