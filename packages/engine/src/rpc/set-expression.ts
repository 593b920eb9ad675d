import { UnderstudyError } from '@understudy/contract'
import { labelsOf } from '../evaluate/visible-fields.js'
import { limits } from '../limits.js'
import type { Bookmark } from '../objects/bookmarks.js'
import { quotedField } from '../objects/quoted-field.js'
import type { Scope } from '../objects/scope.js'
import { defaultState, type FieldSelection, selectedIn } from '../selections/selection-state.js'
import { visibleSelections } from './bookmarked-selections.js'

const maxValues = limits.bookmarkValues.most

const quotedValue = (text: string): string => `'${text.replaceAll("'", "''")}'`

/**
 * The set of what is selected in a state, or of what a bookmark selects in it, as expressions write it. It holds only
 * values that the person may see.
 *
 * @param stateName `''` for the default state
 * @throws UnderstudyError `QIX-NOT-FOUND`, `QIX-LIMIT`
 */
export const setExpression = async (scope: Scope, stateName: string, bookmark: Bookmark | null): Promise<string> => {
  const { moment, stateNames } = scope
  const state = stateName === '' ? defaultState : stateName
  if (state !== defaultState && !stateNames.includes(state))
    throw new UnderstudyError('QIX-NOT-FOUND', `there is no alternate state "${state}"`)
  const selections = bookmark ? await visibleSelections(scope, bookmark) : moment.timeline.present
  const modifier = async ([name, { values }]: readonly [string, FieldSelection]): Promise<readonly string[]> => {
    const field = moment.view.fields.get(name)
    if (!field) return []
    if (values.size > maxValues)
      throw new UnderstudyError('QIX-LIMIT', `a set is written with at most ${maxValues} values of a field`)
    const labels = await labelsOf(moment.view, field, [...values])
    return [`${quotedField(name)}={${[...labels.values()].map(({ text }) => quotedValue(text)).join(',')}}`]
  }
  const modifiers = (await Promise.all([...selectedIn(selections, state)].map(modifier))).flat()
  return `{<${modifiers.join(',')}>}`
}
