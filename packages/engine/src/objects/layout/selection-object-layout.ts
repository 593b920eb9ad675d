import { automaticFormat } from '../../format/number-format.js'
import type { JsonObject } from '../../json.js'
import { quotedField } from '../quoted-field.js'
import type { Scope } from '../scope.js'
import { dimensionText, stateCountsLayout } from './cell-layout.js'

/** Values named in a chip before it only counts them, as QIX clients expect. */
const namedValues = 6

const selectionItem = async (scope: Scope, field: string, index: number): Promise<readonly JsonObject[]> => {
  const selection = scope.moment.timeline.present.get(field)
  const outcome = await scope.moment.list({ definition: quotedField(field), sort: { byState: 1 } })
  if (!selection || !outcome.ok) return []
  const { facts, rowCount } = outcome.list
  const names: string[] = []
  const selectedCount = selection.values.size
  if (selectedCount <= namedValues)
    for (const row of outcome.list.page(0, rowCount))
      if (selection.values.has(row.elem)) names.push(dimensionText(row, automaticFormat(scope.library.formats)))
  return [
    {
      qTotal: facts.cardinality,
      qIsNum: facts.numeric,
      qField: field,
      qLocked: selection.locked,
      qOneAndOnlyOne: false,
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

/** `qSelectionObject`: what is selected in each field, and how many steps lead back and forward. */
export const selectionObjectLayout = async (scope: Scope): Promise<JsonObject> => {
  const { past, present, future } = scope.moment.timeline
  const items = await Promise.all([...present.keys()].map((field, index) => selectionItem(scope, field, index)))
  return { qBackCount: past.length, qForwardCount: future.length, qStateName: '$', qSelections: items.flat() }
}
