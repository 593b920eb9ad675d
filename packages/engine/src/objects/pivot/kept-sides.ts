import { eachInTurns, inPace } from '../../turns.js'
import type { HypercubeDefinition } from '../hypercube-definition.js'
import type { SideName } from './expansion.js'
import { endKinds, type PivotGrid } from './pivot-grids.js'
import { tupleKey } from './pivot-tuples.js'
import { keptValues, type ShownValue, type SideEnd } from './visible-values.js'

/** Leaves out rows and columns of values whose cells are all missing or, where that is asked for, zero. */
export const keptSides = async (
  { suppressMissing, suppressZero, measures }: HypercubeDefinition,
  sides: Readonly<Record<SideName, ShownValue>>,
  ends: Readonly<Record<SideName, readonly SideEnd[]>>,
  gridOf: (row: SideEnd, column: SideEnd) => PivotGrid | undefined,
): Promise<Readonly<Record<SideName, ShownValue>>> => {
  if ((!suppressMissing && !suppressZero) || measures.length === 0) return sides
  const kept = { left: new Set<string>(), top: new Set<string>() }
  const seen = new Set<PivotGrid>()
  const shown = { left: await pathKeys(ends.left), top: await pathKeys(ends.top) }
  const pace = inPace()
  const kinds = { left: await endKinds(ends.left), top: await endKinds(ends.top) }
  for (const { end: row } of kinds.left)
    for (const { end: column } of kinds.top) {
      const grid = gridOf(row, column)
      if (!grid || seen.has(grid)) continue
      seen.add(grid)
      const left = row.path.length
      const width = left + column.path.length
      for (const cells of grid.rows.values()) {
        await pace()
        const values = cells.slice(width, width + measures.length)
        if (
          !values.some(
            ({ num, text }) => (num ?? 0) !== 0 || (!suppressZero && num !== null) || (num === null && text !== null),
          )
        )
          continue
        const keys = { left: tupleKey(cells.slice(0, left)), top: tupleKey(cells.slice(left, width)) }
        if (!shown.left.has(keys.left) || !shown.top.has(keys.top)) continue
        if (!row.isTotal) kept.left.add(keys.left)
        if (!column.isTotal) kept.top.add(keys.top)
      }
    }
  return {
    left: await keptValues(sides.left, (path) => kept.left.has(tupleKey(path))),
    top: await keptValues(sides.top, (path) => kept.top.has(tupleKey(path))),
  }
}

const pathKeys = async (ends: readonly SideEnd[]): Promise<ReadonlySet<string>> => {
  const keys = new Set<string>()
  await eachInTurns(ends, ({ path }) => keys.add(tupleKey(path)))
  return keys
}
