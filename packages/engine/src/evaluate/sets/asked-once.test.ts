import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../../testing/app-folder.js'
import { rowsBy, selecting, smallModel, total } from '../../testing/small-model.js'
import { watched } from '../../testing/watched-statements.js'
import type { EvaluationContext } from '../evaluation.js'

const sets = [
  '{<Item=P({1<OrderID={1}>} Item)>}',
  '{<Item=E({1<OrderID={1}>} Item)>}',
  '{1<Cust=P({<Item={nut}>} Cust)>}',
  '{1<Cust=E({1<Item={nut}>} Cust), OrderID=E({1<OrderID={9}>} OrderID)>}',
  '{<Region=P({1<Item={cog}>} Region)>}',
  '{<Region=E({1<Item={cog}>} Region)>}',
  '{<Region=E({1} Region)>}',
  '{<OrderID={"=Sum(Qty)>3"}>}',
  '{1<OrderID={"=Sum({1} Qty)>3"}>}',
  '{<Item={"=Count(DISTINCT Cust)>1"}>}',
  '{<Cust={"=Region"}>}',
  '{<Cust={"=Rank(Sum(Amt))=1"}>}',
  '{<OrderID=P({1<Item={nut}>} OrderID)> - <Cust={A}>}',
  '{1 - 1<OrderID=P({1<Item={nut}>} OrderID)>}',
]

/** What a cube asks together. */
const measures = sets.map((set) => [`Sum(${set} Qty)`, `Count(${set} OrderID)`, `Sum(${set} TOTAL Amt)`])
/** Their sets are no others' that are asked for before. */
const around = [
  '{<Item=P({1<OrderID={1, 4}>} Item)>} Sum({<Item*={nut, cog}>} Qty)',
  '{<OrderID={"=Sum(Qty)>3.5"}>} Sum({<OrderID-={3}>} Qty)',
  '{<OrderID={"=Sum(Qty)>99"}>} Sum({<Item={nut}>} Qty)',
]

/** What somebody is told whose cube is the first to ask, another one after it, and where the database finds all sets. */
const threeTimes = async (context: EvaluationContext, dimension: string, together: readonly string[]) => [
  await rowsBy(context, [dimension], ...together),
  await rowsBy(context, [dimension], ...together),
  await rowsBy(context, [dimension], ...together.map((measure) => `${measure} + 0`)),
  await rowsBy({ ...context, heldValues: 0 }, [dimension], ...together.map((measure) => `${measure} + 0 + 0`)),
]

test('a set is worth the same, whoever finds its values', { timeout: 180_000 }, () =>
  withSnapshot(
    `${smallModel}; CREATE TABLE SECTION_ACCESS AS SELECT * FROM (VALUES ('ADMIN', 'all', NULL, NULL),
       ('USER', 'ann', 'A', NULL), ('USER', 'two', 'A', NULL), ('USER', 'two', NULL, 'cog')) t("ACCESS", "USERID", "Cust", "Item")`,
    async (snapshot) => {
      for (const subject of ['all', 'ann', 'two']) {
        const all = await contextOf(snapshot, subject)
        expect(await total(all, 'Sum(Qty)')).toBe({ all: 15, ann: 7, two: 14 }[subject])
        for (const context of [all, await selecting(all, 'Item', 'nut')])
          for (const dimension of ['Item', 'Region'])
            for (const together of [...measures, ...around.map((measure) => [measure])]) {
              const [first, ...others] = await threeTimes(context, dimension, together)
              for (const other of others) expect([subject, together, other]).toEqual([subject, together, first])
            }
      }
    },
  ),
)

test('what the sets name is in them', () =>
  withSnapshot(smallModel, async (snapshot) => {
    const context = await contextOf(snapshot)
    for (const [measure, expected] of [
      ['Sum({<Item=P({1<OrderID={1}>} Item)>} Qty)', 8],
      ['Sum({<Item=E({1<OrderID={1}>} Item)>} Qty)', 7],
      ['Sum({<OrderID={"=Sum(Qty)>3"}>} Qty)', 11],
      ['Sum({<OrderID={"=Sum(Qty)>99"}>} Qty)', 0],
      ['Sum({1<Cust=E({1<Item={nut}>} Cust)>} Qty)', 7],
      ['{<Item=P({1<OrderID={1, 4}>} Item)>} Sum({<Item*={nut, cog}>} Qty)', 7],
    ] as const)
      expect([measure, await total(context, measure)]).toEqual([measure, expected])
  }))

test('the first cube that asks for a set finds its values in its own statement, others find them once', () =>
  withSnapshot(smallModel, async (snapshot) => {
    const { context, statements } = watched(await contextOf(snapshot))
    const sum = 'Sum({<OrderID=P({<Item={nut}>} OrderID)>} Qty)'
    const asked = async (measure: string) => {
      const before = statements.length
      expect(await total(context, measure)).toBe(8)
      return statements.slice(before).filter((sql) => sql.includes('t_'))
    }
    await total(context, 'Sum({<Item={nut}>} Qty)')
    expect(await asked(sum)).toHaveLength(1)
    expect(await asked(sum)).toHaveLength(0)
    expect(await asked(`${sum} + 0`)).toHaveLength(2)
    expect(await asked(`${sum} - 0`)).toHaveLength(1)
  }))
