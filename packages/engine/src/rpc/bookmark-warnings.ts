import { labelsOf, lookupElements } from '../evaluate/visible-fields.js'
import type { Bookmark } from '../objects/bookmarks.js'
import type { Scope } from '../objects/scope.js'
import { defaultState } from '../selections/selection-state.js'

/** What became of a field of a bookmark that does not select all that it did. */
type Warning = {
  readonly qState: string
  readonly qField: string
  readonly qVerifyResult: 'FIELD_MISSING' | 'FIELD_VALUE_MISSING' | 'STATE_MISSING'
  readonly qMissingValues: readonly string[]
  readonly qTotalMissing: number
}

/** Missing values that a warning names. */
const maxMissing = 20

/**
 * What a bookmark selects that is not there, or that the person may not see, which is told alike. No such field or value is
 * named but by a bookmark of what the person selected: what the app or a copy of its bookmarks holds may be hidden.
 */
export const warningsOf = async (
  { moment, stateNames }: Scope,
  { selections, selectionsFrom }: Bookmark,
): Promise<readonly Warning[]> => {
  const { view } = moment
  const isOwn = selectionsFrom === 'session'
  const warningOf = async (
    qState: string,
    [name, texts]: readonly [string, readonly string[]],
  ): Promise<readonly Warning[]> => {
    const field = view.fields.get(name)
    const qField = field || isOwn ? name : ''
    const about = { qState, qField, qMissingValues: [], qTotalMissing: 0 }
    if (qState !== defaultState && !stateNames.includes(qState)) return [{ ...about, qVerifyResult: 'STATE_MISSING' }]
    if (!field) return [{ ...about, qVerifyResult: 'FIELD_MISSING' }]
    const found = await labelsOf(view, field, [...(await lookupElements(view, field, { texts: new Set(texts) }))])
    const visible = new Set([...found.values()].map(({ text }) => text))
    const missing = texts.filter((text) => !visible.has(text))
    if (missing.length === 0) return []
    if (!isOwn) return [{ ...about, qVerifyResult: 'FIELD_VALUE_MISSING' }]
    const qMissingValues = missing.slice(0, maxMissing)
    return [{ ...about, qVerifyResult: 'FIELD_VALUE_MISSING', qMissingValues, qTotalMissing: missing.length }]
  }
  const states = [...selections].map(([state, fields]) => [...fields].map((field) => warningOf(state, field)))
  return (await Promise.all(states.flat())).flat()
}
