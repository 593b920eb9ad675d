import { automaticFormat } from '../../format/number-format.js'
import { type Json, type JsonObject, objectOf, textOf } from '../../json.js'
import { quotedField } from '../quoted-field.js'
import { inState, type Scope, selectedHere, standing } from '../scope.js'
import { dimensionText, stateCountsLayout } from './cell-layout.js'

/** Values named in a chip before it only counts them, as QIX clients expect. */
const namedValues = 6

const selectionItem = async (scope: Scope, field: string, index: number): Promise<readonly JsonObject[]> => {
  const selection = selectedHere(scope).get(field)
  const outcome = await scope.moment.list({
    definition: quotedField(field),
    sort: { byState: 1 },
    selectedUpTo: namedValues,
    ...standing(scope),
  })
  if (!selection || !outcome.ok) return []
  const { facts, rowCount } = outcome.list
  const selectedCount = selection.values.size
  const format = automaticFormat(scope.library.formats)
  const names = outcome.list.page(0, rowCount).map((row) => dimensionText(row, format))
  return [
    {
      qTotal: facts.cardinality,
      qIsNum: facts.numeric,
      qField: field,
      qLocked: selection.locked,
      qOneAndOnlyOne: selection.onlyOne === true,
      qTextSearch: '',
      qSelectedCount: selectedCount,
      qSelected: names.length > 0 ? names.join(', ') : `${selectedCount} of ${facts.cardinality}`,
      qRangeInfo: [],
      qSortIndex: index,
      qStateCounts: stateCountsLayout(facts.stateCounts),
      qSelectedFieldSelectionInfo: names.map((name) => ({ qName: name, qRangeInfo: [] })),
      qNotSelectedFieldSelectionInfo: [],
      qSelectionThreshold: namedValues,
      qReadableName: field,
      qIsHidden: false,
      qDimensionReferences: [],
    },
  ]
}

/**
 * `qSelectionObject`: what is selected in each field, and how many steps lead back and forward. One that names an
 * alternate state tells of that; one that does not, of that of its object.
 */
export const selectionObjectLayout = async (around: Scope, value: Json): Promise<JsonObject> => {
  const scope = inState(around, textOf(objectOf(value).qStateName))
  const { past, future } = scope.moment.timeline
  const fields = [...selectedHere(scope).keys()]
  const items = await Promise.all(fields.map((field, index) => selectionItem(scope, field, index)))
  return { qBackCount: past.length, qForwardCount: future.length, qStateName: scope.state, qSelections: items.flat() }
}
