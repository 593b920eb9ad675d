import { emptyElement, othersElement } from '../../evaluate/cube-cells.js'
import type { Cell, DimensionFacts, StateCounts } from '../../evaluate/evaluation.js'
import { formatNumber, type NumberFormat } from '../../format/number-format.js'
import type { JsonObject } from '../../json.js'
import type { SelectionState } from '../../selections/selection-state.js'
import { heldSelection } from './dimension-selection.js'

/** QIX writes a missing number as text, because JSON has no NaN. */
export const numberLayout = (value: number | null): number | 'NaN' => value ?? 'NaN'

const nullElement = -2

/** The text of a dimension value: its own, or its number under the column's format; of others, their label. */
export const dimensionText = (cell: Cell, format: NumberFormat): string => {
  if (cell.elem === nullElement) return '-'
  if (cell.elem < 0) return cell.text ?? ''
  if (cell.num !== null && format.type !== 'U' && !hasMoreDigits(cell.num)) return formatNumber(cell.num, format)
  return cell.text ?? (cell.num === null ? '-' : formatNumber(cell.num, format))
}

/** Whether a whole number is known by its text only: beyond these, the number has lost digits. */
const hasMoreDigits = (num: number): boolean => Number.isInteger(num) && !Number.isSafeInteger(num)

/** The text of a measure value. A text that the expression made itself stands where the column's format is automatic. */
export const measureText = (cell: Cell, format: NumberFormat): string => {
  if (cell.num === null) return cell.text ?? '-'
  return cell.text !== null && (format.type === 'U' || hasMoreDigits(cell.num))
    ? cell.text
    : formatNumber(cell.num, format)
}

/**
 * Tells the states of the values of a dimension inside a cube. Outside of a selection mode every row of a cube is possible
 * or selected; in the mode of its own object a cube also shows what is not selected, as alternatives.
 */
export const cellStates = async (selections: SelectionState, facts: DimensionFacts): Promise<CellStates> => {
  if (facts.joint) {
    const chosen = await facts.joint.chosen(selections)
    if (chosen.size === 0) return ({ elem }) => (elem < 0 ? 'L' : 'O')
    const state = heldSelection(selections, facts).locked ? 'L' : 'S'
    return ({ elem }) => (elem < 0 ? 'L' : chosen.has(elem) ? state : 'A')
  }
  const selection = selections.get(facts.field ?? '')
  if (!selection) return ({ elem }) => (elem < 0 ? 'L' : 'O')
  const symbolsOf = await facts.findSymbols()
  const stateOf = (elem: number): string => {
    if (!symbolsOf(elem).some((symbol) => selection.values.has(symbol))) return 'A'
    return selection.locked ? 'L' : 'S'
  }
  return ({ elem }) => (elem < 0 ? 'L' : stateOf(elem))
}

/** `qState` of a value of a dimension. */
export type CellStates = (cell: Cell) => string

/** `qType` of a node of a value: its own, missing, of others, or of none within others. */
export const nodeType = ({ elem }: Pick<Cell, 'elem'>): 'N' | 'U' | 'O' | 'E' => {
  if (elem >= 0) return 'N'
  if (elem === othersElement) return 'O'
  return elem === emptyElement ? 'E' : 'U'
}

/** A dimension cell of a data page. */
export const dimensionCell = (cell: Cell, format: NumberFormat, state: string): JsonObject => ({
  qText: dimensionText(cell, format),
  qNum: numberLayout(cell.num),
  qElemNumber: cell.elem,
  qState: state,
  ...(cell.elem === nullElement ? { qIsNull: true } : {}),
  ...(cell.elem === othersElement ? { qIsOtherCell: true } : {}),
  ...(cell.elem === emptyElement ? { qIsEmpty: true } : {}),
})

/** A measure cell of a data page. */
export const measureCell = (cell: Cell, format: NumberFormat): JsonObject => ({
  qText: measureText(cell, format),
  qNum: numberLayout(cell.num),
  qElemNumber: 0,
  qState: 'L',
  ...(cell.num === null && cell.text === null ? { qIsNull: true } : {}),
})

/** `qStateName` of a definition that names an alternate state. */
export const stateLayout = (stateName: string): JsonObject => (stateName === '' ? {} : { qStateName: stateName })

/** `qStateCounts` of a dimension. */
export const stateCountsLayout = (counts: StateCounts): JsonObject => ({
  qLocked: counts.locked,
  qSelected: counts.selected,
  qOption: counts.possible,
  qDeselected: 0,
  qAlternative: counts.alternative,
  qExcluded: counts.excluded,
  qSelectedExcluded: 0,
  qLockedExcluded: 0,
})
