import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../../testing/app-folder.js'
import { longestTurn, retry, toldByThread } from '../../testing/longest-turn.js'
import { rowsBy, selecting, total, withSmallModel } from '../../testing/small-model.js'
import type { EvaluationContext } from '../evaluation.js'

/** Sets of every kind; each is to be worth the same whoever finds the values. */
const sets = [
  '{<Item={nut}>}',
  "{<Item={'Nut', 'cog'}>}",
  '{<Item={Nut, "*o*"}>}',
  '{<Item={"?o*"}>}',
  '{<Item={"*"}>}',
  '{<Item={"(nut|*o*)"}>}',
  '{<Item={"(*o*&!c*)"}>}',
  '{<Item={"(*o*^*t)"}>}',
  '{<OrderID={"(<2|>8)"}>}',
  '{<Item={"*^n*"}>}',
  '{<Item={n*}>}',
  '{<OrderID=P([=Qty - 1])>}',
  '{<OrderID=E({1<Item={nut}>} [=Qty - 1])>}',
  '{<Cust=P([=Left(Cust, 1)])>}',
  '{<Item={"^?o^*"}>}',
  '{<Item={"n^ut"}>}',
  '{<Item={"_ut", "%", "n%t"}>}',
  '{<Item={}>}',
  '{<Item={Mars}>}',
  '{<Item=>}',
  '{<Item-={nut}>}',
  '{<Item+={cog}>}',
  '{<Item*={nut,cog}>}',
  '{<Item/={nut}>}',
  '{<Item={"*"}-{nut}+{nut}*{"n*"}>}',
  '{<OrderID={1, 3.0}>}',
  "{<OrderID={'1', '0x3'}>}",
  '{<OrderID={">1<=3"}>}',
  '{<OrderID={">a"}>}',
  '{<OrderID={"=Sum(Qty)>3"}>}',
  '{<Item={"=Sum({1} Qty)>3"}>}',
  '{<Cust={"=Region"}>}',
  '{<Cust={"=Only(Region)=\'North\'"}>}',
  '{<Cust=P({1<Item={nut}>})>}',
  '{<Cust=E({1<Item={nut}>})>}',
  '{<Cust=P()>}',
  '{<Cust=P({1<Region={South}>} Region)>}',
  '{<Cust=Cust>}',
  '{<Cust=Region>}',
  '{<Item=Region>}',
  '{1-<Item={nut}>}',
  '{<Item={nut}>/<Region={North}>}',
  '{<Item={nut}, Cust={A}, OrderID={"<9"}>}',
]

const bothWays = async (context: EvaluationContext) => {
  // Region has two values; the other fields are large.
  const large = { ...context, heldValues: 2 }
  for (const set of sets) {
    for (const expression of [
      `Sum(${set} Qty) & '/' & Sum(${set} Amt) & '/' & Count(${set} DISTINCT Cust)`,
      `${set} Sum({<Item*={nut}>} Qty) & '/' & Sum({<Region=>} Qty)`,
      `{<Item*={cog}>} ${set} Sum(Qty)`,
    ]) {
      expect([expression, await total(large, expression)]).toEqual([expression, await total(context, expression)])
    }
    expect(await rowsBy(large, ['Item'], `Sum(${set} Qty)`)).toEqual(await rowsBy(context, ['Item'], `Sum(${set} Qty)`))
  }
}

test(
  'sets are worth the same, whether the database finds their values or this process does',
  { timeout: 120_000 },
  () =>
    withSmallModel(async (context) => {
      await bothWays(context)
      await bothWays(await selecting(context, 'Item', 'nut', 'bolt'))
      await bothWays(await selecting(context, 'Region', 'South'))
    }),
)

test('what the person may not see does not count, and does not keep a set from being empty', () =>
  withSnapshot(
    `CREATE TABLE facts AS SELECT * FROM (VALUES ('north', 'a', 1), ('north', 'b', 2), ('south', 'q', 4)) t("REGION", "Name", "Amount");
     CREATE TABLE SECTION_ACCESS AS SELECT * FROM (VALUES ('USER', 'ann', 'north')) t("ACCESS", "USERID", "REGION")`,
    async (snapshot) => {
      const ann = await contextOf(snapshot, 'ann')
      for (const context of [ann, { ...ann, heldValues: 0 }]) {
        for (const [expression, expected] of [
          ['Sum({1<Name={"*"}>} Amount)', 3],
          ['Sum({1<Name={q}>} Amount)', 0],
          ['Sum({1<REGION={south}>} Amount)', 0],
          ['Sum({1<Name=E({1<Name={a}>})>} Amount)', 2],
          ['{<Name={q}>} {<REGION={north}>} Sum(Amount)', 3],
          ['{&<Name={q}>} {<REGION={north}>} Sum(Amount)', 0],
          ['{<Name={"*"}>} {<REGION={north}>} Sum(Amount)', 3],
          ['{<Name={a}>} {<REGION={north}>} Sum(Amount)', 1],
        ] as const) {
          expect([expression, await total(context, expression)]).toEqual([expression, expected])
        }
      }
    },
  ))

test.skipIf(!toldByThread)('a field of a million values holds nobody up', { timeout: 180_000, retry }, () =>
  withSnapshot(
    `CREATE TABLE facts AS SELECT 'customer ' || i AS customer, i % 1000 AS size, i % 7 AS grp FROM range(1000000) t(i)`,
    async (snapshot) => {
      const context = await contextOf(snapshot)
      for (const [expression, expected] of [
        ['Count({<customer={"*9999*"}>} customer)', 280],
        ['Count({<customer={"*"}>} customer)', 1_000_000],
        ["Count({<customer-={'customer 1'}>} customer)", 999_999],
        ['Count({<customer={"=Sum(size)>500"}>} customer)', 499_000],
        ['Count({<customer=P({1<grp={3}>} customer)>} customer)', 142_857],
        ['Count({<customer=E({1<grp={3}>} customer)>} customer)', 857_143],
        ['{<customer={"*7"}>} Count(customer) + Count({<grp={0}>} customer)', 114_286],
      ] as const) {
        let found: unknown
        const longest = await longestTurn(async () => {
          found = await total(context, expression)
        })
        expect([expression, found]).toEqual([expression, expected])
        expect([expression, longest]).toEqual([expression, expect.toSatisfy((ms: number) => ms < 50)])
      }
    },
    { memoryLimit: '2GB' },
  ),
)

test('few values of another field may stand for those of a large one', () =>
  withSnapshot(
    'CREATE TABLE a AS SELECT i AS x FROM range(1500) t(i); CREATE TABLE b AS SELECT i AS y, i AS v FROM range(2000) t(i)',
    async (snapshot) => {
      const context = { ...(await contextOf(snapshot)), heldValues: 1_600 }
      expect(await total(context, 'Count({<y=P({<x={"<10"}>} x)>} v)')).toBe(10)
      expect(await total(context, 'Count({<y=P({1} x)>} v)')).toContain(
        'At most 1000 values of [x] can stand for values of [y]',
      )
    },
  ))

test('words and characters of any kind are found alike by the database and by this process', () =>
  withSnapshot(
    `CREATE TABLE t AS SELECT * FROM (VALUES ('La Zarza', 1), ('Anza', 2), ('Zug', 4), ('x-zoo', 8), ('😀z', 16),
      ('öz', 32), ('a.b (c|d)', 64), ('[x]', 128), ('+', 256), ('two' || chr(10) || 'lines', 512)) t(w, n)`,
    async (snapshot) => {
      const context = await contextOf(snapshot)
      for (const [search, expected] of [
        ['*^z*', 1 + 4 + 8 + 16],
        ['*?^z*', 1 + 8 + 16],
        ['?z', 16 + 32],
        ['??', 16 + 32],
        ['a.b (c|d)', 64],
        ['*.^b*', 64],
        ['*(^c|^d)', 64],
        ['^', 0],
        ['*^x]', 128],
        ['^+', 256],
        ['*^l*', 1 + 512],
        ['*^^lines', 512],
      ] as const) {
        const expression = `Sum({<w={"${search}"}>} n)`
        expect([search, await total(context, expression)]).toEqual([search, expected])
        expect([search, await total({ ...context, heldValues: 1 }, expression)]).toEqual([search, expected])
      }
      expect(await total(context, 'Sum({<w={"~zarra"}>} n)')).toBe(1)
      expect(await total(context, 'Sum({<w={"~Zuk", "~x-zo"}>} n)')).toBe(4 + 8)
      expect(await total(context, 'Sum({<w={"~qqqqqqqq"}>} n)')).toBe(0)
      expect(await total({ ...context, heldValues: 1 }, 'Sum({<w={"~zarra"}>} n)')).toContain('too many values')
    },
  ))

test('a pattern of many wildcards takes time for the length of a text alone', { timeout: 20_000 }, () =>
  withSnapshot("CREATE TABLE t AS SELECT repeat('a', 400 + i) AS w, 1 AS n FROM range(20) r(i)", async (snapshot) => {
    const large = { ...(await contextOf(snapshot)), heldValues: 1 }
    expect(await total(large, 'Sum({<w={"*a*a*a*a*a*a*a*b"}>} n)')).toBe(0)
    expect(await total(large, 'Sum({<w={"*A?*a*a*a*a*a*a*"}>} n)')).toBe(20)
  }),
)
