import { UnderstudyError } from '@understudy/contract'
import { type JsonObject, numberOf } from '../json.js'
import { limits } from '../limits.js'
import { noSymbols, type SymbolSet, union } from '../model/symbol-set.js'
import type { SideName } from '../objects/pivot/expansion.js'
import type { AxisNode } from '../objects/pivot/pivot-axis.js'
import { measuresLevel } from '../objects/pivot/pivot-definition.js'
import type { PivotTable } from '../objects/pivot/pivot-table.js'
import { setAllLocked } from '../selections/field-transitions.js'
import { selectedIn } from '../selections/selection-state.js'
import { resetModal } from '../selections/timeline.js'
import { choose } from './conflicting-selections.js'
import { command, type Methods } from './method.js'
import { arrayOfParameter, object, text } from './parameters.js'
import { headerAt, pivotAt } from './pivot-methods.js'
import { deselecting, isOnlySelected, selectable, selectInFields, softLock, symbolsByField } from './selecting.js'

const objectCommand = command<'GenericObject'>()

const maxCells = limits.pivotCells.most

/** A value of a dimension, by the dimension's position and the value's element number. */
interface Chosen {
  readonly dimension: number
  readonly element: number
}

/** What a cell selects: a header its value, a cell of a measure the values of all its headers. */
type ValuesOfCell = (table: PivotTable, row: number, column: number) => readonly Chosen[]

const valuesOf = (nodes: readonly AxisNode[]): readonly Chosen[] =>
  nodes.flatMap(({ kind, level, path }) => {
    const element = path.at(-1)?.elem ?? -1
    return kind === 'value' && level !== measuresLevel && element >= 0 ? [{ dimension: level, element }] : []
  })

const headersOf = ({ left, top }: PivotTable, side: SideName, end: number): readonly AxisNode[] => {
  const found = { left, top }[side].ends[end]
  if (!found) throw new UnderstudyError('QIX-IMPOSSIBLE', 'the table has no such row or column')
  return found.nodes
}

const ofCell: ValuesOfCell = (table, row, column) => [
  ...valuesOf(headersOf(table, 'left', row)),
  ...valuesOf(headersOf(table, 'top', column)),
]
const ofTop: ValuesOfCell = (table, row, column) => valuesOf([headerAt(table, 'top', column, row)])
const ofLeft: ValuesOfCell = (table, row, column) => valuesOf([headerAt(table, 'left', row, column)])

const kinds: ReadonlyMap<unknown, ValuesOfCell> = new Map<unknown, ValuesOfCell>([
  ['D', ofCell],
  ['NX_CELL_DATA', ofCell],
  [0, ofCell],
  ['T', ofTop],
  ['NX_CELL_TOP', ofTop],
  [1, ofTop],
  ['L', ofLeft],
  ['NX_CELL_LEFT', ofLeft],
  [2, ofLeft],
])

const chosenIn = (table: PivotTable, { qType, qRow, qCol }: JsonObject): readonly Chosen[] => {
  const kind = kinds.get(qType ?? 'D')
  if (!kind) throw new UnderstudyError('QIX-PARAMS', 'qType of a cell must be D, T or L')
  return kind(table, numberOf(qRow) ?? 0, numberOf(qCol) ?? 0)
}

/** The elements of fields that values of dimensions stand for. */
const elementsOf = async (
  { cube, definition }: PivotTable,
  chosen: readonly Chosen[],
): Promise<ReadonlyMap<string, SymbolSet>> => {
  const byField = new Map<string, SymbolSet>()
  for (const dimension of definition.dimensions.keys()) {
    const facts = cube.result.dimensions[dimension]
    const values = new Set(chosen.flatMap((value) => (value.dimension === dimension ? [value.element] : [])))
    if (!facts || values.size === 0) continue
    for (const [field, elements] of await symbolsByField(facts, [...values]))
      byField.set(field, union(byField.get(field) ?? noSymbols, elements))
  }
  return byField
}

/** Methods of a generic object that select in its pivot tables. */
export const pivotSelectionMethods: Methods<'GenericObject'> = {
  // Clients send all cells that are selected each time: they take the place of those of the same selection mode.
  SelectPivotCells: objectCommand(
    { qPath: text, qSelections: arrayOfParameter(object, maxCells), ...softLock, ...deselecting },
    async ({ scope: around }, { id }, { qPath, qSelections, qSoftLock, qDeselectOnlyOneSelected }) => {
      const { table, scope } = await pivotAt(around, id, qPath)
      const selecting = selectable(scope, id, scope.state, qSoftLock)
      const { timeline, state, present } = selecting
      const isModal = timeline.modal?.objectId === id
      if (qSelections.length === 0)
        return { result: { qSuccess: isModal }, ...(isModal ? { timeline: resetModal(timeline) } : {}) }
      const elements = await elementsOf(
        table,
        qSelections.flatMap((cell) => chosenIn(table, cell)),
      )
      if (elements.size === 0) return { result: { qSuccess: false } }
      const ends = qDeselectOnlyOneSelected && isOnlySelected(present, elements)
      const before = timeline.modal && isModal && !ends ? selectedIn(timeline.modal.before, state) : present
      const from = qSoftLock ? setAllLocked(before, false) : before
      return choose(scope, selecting, selectInFields(from, elements, ends), [...elements.keys()], 'qSuccess')
    },
  ),
}
