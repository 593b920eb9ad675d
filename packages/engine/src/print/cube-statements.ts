import type { DataModel } from '../model/data-model.js'
import { dualMeasures } from '../plan/checked-cube.js'
import type { CubePlan, Page } from '../plan/cube-plan.js'
import { byKey, type GroupKey } from '../plan/group-key.js'
import type { SelectStatement } from '../snapshot/select-statement.js'
import { cubeFrame, printCube } from './cube.js'
import { keyNames } from './key-columns.js'
import { printOrder } from './order.js'
import { type PrintFrame, printFrame } from './print-frame.js'
import { printConditions } from './row-conditions.js'

/**
 * Prints a page of the rows of a cube, in order: the columns of its keys (element numbers, NULL for a missing value),
 * then `m0 ...`, then the texts of dual measures.
 */
export const cubePageStatement = (model: DataModel, plan: CubePlan, { offset, limit }: Page): SelectStatement => {
  const frame = printFrame(model)
  const { keys, measures } = plan.cube
  const order = printOrder(cubeFrame(frame), keys, plan.order)
  const columns = [
    ...keys.flatMap((key, position) => resultColumns(frame, key, position)),
    ...measures.map((_, index) => `cube.m${index}`),
    ...dualMeasures(measures).map((index) => `cube.t${index}`),
  ]
  const sql = [
    `SELECT ${columns.join(', ')} FROM (${printCube(frame, plan.cube)}) AS cube`,
    ...order.joins,
    printConditions(plan),
    order.terms.length === 0 ? '' : `ORDER BY ${order.terms.join(', ')}`,
    frame.dialect.page(frame.bind(limit, 'count'), frame.bind(offset, 'count')),
  ]
  return frame.statement(sql.join(' '))
}

/** Prints one row of facts of a cube: its row count, then distinct values of each key, min and max of each measure. */
export const cubeFactsStatement = (model: DataModel, plan: CubePlan): SelectStatement => {
  const frame = printFrame(model)
  const { keys, measures } = plan.cube
  const count = (what: string) => frame.dialect.cast(`count(${what})`, 'number')
  const columns = [
    count('*'),
    ...keys.map((key, position) => count(`DISTINCT ${keyNames(key, position)[0]}`)),
    ...measures.flatMap((_, index) => [`min(m${index})`, `max(m${index})`]),
  ]
  return frame.statement(
    `SELECT ${columns.join(', ')} FROM (${printCube(frame, plan.cube)}) AS cube ${printConditions(plan)}`,
  )
}

const resultColumns = ({ dialect }: PrintFrame, key: GroupKey, position: number): readonly string[] =>
  byKey<readonly string[]>(key, {
    field: () => [`${dialect.cast(`cube.d${position}`, 'element')} AS d${position}`],
    calculated: () => keyNames(key, position).map((name) => `cube.${name}`),
  })
