import { UnderstudyError } from '@understudy/contract'
import type { JsonObject } from '../json.js'
import { limits } from '../limits.js'
import { parsePages } from '../objects/data-page.js'
import { withEntry } from '../objects/object-store.js'
import { type ExpandedSide, type SideName, turnedTo } from '../objects/pivot/expansion.js'
import { pivotPages } from '../objects/pivot/pivot-pages.js'
import type { PivotTable } from '../objects/pivot/pivot-table.js'
import { expansionOf, headerTexts, shownPivot } from '../objects/pivot/shown-pivot.js'
import { isInSelections, type Scope } from '../objects/scope.js'
import { hypercubeAt, objectEntry } from './definition-at.js'
import { type Call, command, type Methods, type Outcome, query } from './method.js'
import { arrayOfParameter, boolean, integer, object, optional, text } from './parameters.js'

const objectQuery = query<'GenericObject'>()
const objectCommand = command<'GenericObject'>()

/** Values that are expanded or collapsed one by one along a side of a table. */
const maxTurned = limits.expanded.most

/** A pivot table as its object shows it, and the scope that it is evaluated in. */
export const pivotAt = async (
  around: Scope,
  id: string,
  path: string,
): Promise<{ readonly table: PivotTable; readonly scope: Scope }> => {
  const { definition, scope } = await hypercubeAt(around, id, path)
  if (definition.mode !== 'P')
    throw new UnderstudyError('QIX-IMPOSSIBLE', `the cube is of mode ${definition.mode}, not P`)
  const known = objectEntry(around, id).expanded.get(path)?.expansion
  const outcome = await shownPivot(scope, definition, known, isInSelections(scope, id))
  if (!outcome.ok)
    throw new UnderstudyError('QIX-IMPOSSIBLE', outcome.errors[0]?.message ?? 'it could not be evaluated')
  return { table: outcome.table, scope }
}

/** The header of a row or column of cells at a level, as clients count both. */
export const headerAt = ({ left, top }: PivotTable, side: SideName, end: number, level: number) => {
  const header = { left, top }[side].ends[end]?.nodes[level]
  if (!header) throw new UnderstudyError('QIX-IMPOSSIBLE', 'the table has no such row or column')
  return header
}

interface Turn {
  readonly side: SideName
  readonly expanded: boolean
}

const turn = async (
  { scope: around }: Call,
  id: string,
  path: string,
  { side, expanded }: Turn,
  at: { readonly row: number; readonly column: number; readonly all: boolean },
): Promise<Outcome> => {
  const { table, scope } = await pivotAt(around, id, path)
  if (table.definition.pivot.alwaysExpanded)
    throw new UnderstudyError('QIX-IMPOSSIBLE', 'the table is always fully expanded')
  const entry = objectEntry(around, id)
  const expansion = expansionOf(table.definition, entry.expanded.get(path)?.expansion)
  const next: ExpandedSide = at.all
    ? { all: expanded, turned: [] }
    : turnedAt(table, expansion[side], side, expanded, at)
  if (next.turned.length > maxTurned)
    throw new UnderstudyError('QIX-LIMIT', `at most ${maxTurned} values are expanded one by one`)
  const kept = new Map(entry.expanded).set(path, {
    expansion: { ...expansion, [side]: next },
    turnedAt: { row: at.row, column: at.column, selections: scope.moment.timeline.present },
  })
  return { result: {}, objects: withEntry(around.objects, { ...entry, expanded: kept }), changed: [id] }
}

const turnedAt = (
  table: PivotTable,
  known: ExpandedSide,
  side: SideName,
  expanded: boolean,
  { row, column }: { readonly row: number; readonly column: number },
): ExpandedSide => {
  const header = side === 'left' ? headerAt(table, side, row, column) : headerAt(table, side, column, row)
  if (header.kind !== 'value' || header.open === null)
    throw new UnderstudyError('QIX-IMPOSSIBLE', 'there is nothing to expand or collapse there')
  return turnedTo(known, header.path, expanded)
}

const turning = (direction: Turn) =>
  objectCommand(
    { qPath: text, qRow: integer, qCol: integer, qAll: optional(boolean, false) },
    (call, { id }, { qPath, qRow, qCol, qAll }) =>
      turn(call, id, qPath, direction, { row: qRow, column: qCol, all: qAll }),
  )

/** Methods of a generic object that page through its pivot tables, and expand and collapse their values. */
export const pivotMethods: Methods<'GenericObject'> = {
  GetHyperCubePivotData: objectQuery(
    { qPath: text, qPages: arrayOfParameter(object) },
    async ({ scope: around }, { id }, { qPath, qPages }): Promise<JsonObject> => {
      const { table, scope } = await pivotAt(around, id, qPath)
      return { qDataPages: pivotPages(table, await headerTexts(scope, table.definition), parsePages(qPages)) }
    },
  ),
  ExpandLeft: turning({ side: 'left', expanded: true }),
  ExpandTop: turning({ side: 'top', expanded: true }),
  CollapseLeft: turning({ side: 'left', expanded: false }),
  CollapseTop: turning({ side: 'top', expanded: false }),
}
