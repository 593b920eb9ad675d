import { expect, test } from 'vitest'
import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import { evaluateListObject } from '../evaluate/evaluate-list-object.js'
import { describeFields, lookupElements, resolveField } from '../evaluate/visible-fields.js'
import { symbolSet } from '../model/symbol-set.js'
import type { Principal } from '../principal.js'
import type { Snapshot } from '../snapshot/snapshot.js'
import { principal, withSnapshot } from '../testing/app-folder.js'
import { openDataView } from './data-view.js'

const data = `CREATE TABLE sales AS SELECT * FROM (VALUES
    ('North', 'Apples', 1, 10), ('North', 'Pears', 2, 20), ('South', 'Apples', 4, 30), ('South', 'Pears', 8, 40))
  t("Region", "Product", amount, "Secret cost");`

const access = (columns: string, ...rows: string[]) =>
  `${data} CREATE TABLE SECTION_ACCESS AS SELECT * FROM (VALUES ${rows.map((row) => `(${row})`).join(', ')}) t(${columns})`

const identities = '"ACCESS", "USERID", "USER.EMAIL", "GROUP"'

/** What a principal's total is; `null` where it has no access. */
const total = async (snapshot: Snapshot, who: Principal): Promise<number | null> => {
  const view = await openDataView(snapshot, who).catch((error) => {
    expect(error).toMatchObject({ code: 'ENGINE-NO-ACCESS' })
    return null
  })
  if (!view) return null
  const request = { dimensions: [], measures: [{ expression: 'Sum(amount)' }] }
  const outcome = await evaluateHypercube({ view, selections: new Map() }, request)
  return outcome.ok ? (outcome.cube.grandTotal[0]?.num ?? null) : Number.NaN
}

test('an app without section access shows all of it to everybody who may open it', () =>
  withSnapshot(data, async (snapshot) => {
    expect(await total(snapshot, principal('anybody'))).toBe(15)
  }))

test('every filled identity cell has to match, ignoring case; a blank one does not matter', () =>
  withSnapshot(
    access(
      `${identities}, "Region"`,
      `'USER', 'ann', NULL, NULL, 'North'`,
      `'USER', NULL, 'bob@x.y', NULL, 'South'`,
      `'USER', NULL, NULL, 'West', 'South'`,
      `'USER', 'cid', NULL, 'East', '*'`,
      `'USER', NULL, NULL, NULL, 'North'`,
      `'USER', NULL, NULL, NULL, 'South'`,
    ),
    async (snapshot) => {
      expect(await total(snapshot, principal('ANN'))).toBe(3)
      expect(await total(snapshot, { ...principal('x'), email: 'Bob@X.y' })).toBe(12)
      expect(await total(snapshot, principal('x', 'north', 'WEST'))).toBe(12)
      expect(await total(snapshot, principal('ann', 'west'))).toBe(15)
      expect(await total(snapshot, principal('cid', 'east'))).toBe(15)
      expect(await total(snapshot, principal('cid'))).toBeNull()
      expect(await total(snapshot, principal('dan', 'east'))).toBeNull()
      expect(await total(snapshot, principal('nobody'))).toBeNull()
    },
  ))

test('a star as identity is everybody; as reduction it is what the column lists, not what the data holds', () =>
  withSnapshot(
    access(
      `${identities}, "Region", "Product"`,
      `'USER', 'ann', NULL, NULL, 'North', 'Pears'`,
      `'USER', '*', NULL, NULL, '*', NULL`,
    ),
    async (snapshot) => {
      expect(await total(snapshot, principal('anybody'))).toBe(3)
    },
  ))

test('values that the data does not hold give nothing, and never everything', () =>
  withSnapshot(
    access(
      `${identities}, "Region", "Product"`,
      `'USER', 'ann', NULL, NULL, 'Nowhere', NULL`,
      `'USER', 'bob', NULL, NULL, 'Nowhere', 'Pears'`,
      `'ADMIN', 'eve', NULL, NULL, 'Nowhere', NULL`,
      `'USER', 'dan', NULL, NULL, 'Nowhere', NULL`,
      `'USER', 'dan', NULL, NULL, 'North', NULL`,
    ),
    async (snapshot) => {
      for (const name of ['ann', 'bob', 'eve']) expect(await total(snapshot, principal(name))).toBeNull()
      expect(await total(snapshot, principal('dan'))).toBe(3)
    },
  ))

test('values that occur, but never together, give nothing', () =>
  withSnapshot(
    `CREATE TABLE sales AS SELECT * FROM (VALUES ('North', 'Apples', 1), ('South', 'Pears', 2)) t("Region", "Product", amount);
     CREATE TABLE SECTION_ACCESS AS SELECT 'USER' AS "ACCESS", 'ann' AS "USERID", 'North' AS "Region", 'Pears' AS "Product"`,
    async (snapshot) => {
      expect(await total(snapshot, principal('ann'))).toBeNull()
    },
  ))

test('a blank reduction gives an administrator everything and a user nothing', () =>
  withSnapshot(
    access(
      `${identities}, "Region"`,
      `'ADMIN', 'ann', NULL, NULL, NULL`,
      `'USER', 'bob', NULL, NULL, '  '`,
      `'GUEST', 'cid', NULL, NULL, 'North'`,
      `NULL, 'dan', NULL, NULL, 'North'`,
    ),
    async (snapshot) => {
      expect(await total(snapshot, principal('ann'))).toBe(15)
      for (const name of ['bob', 'cid', 'dan']) expect(await total(snapshot, principal(name))).toBeNull()
    },
  ))

test('without reduction columns the table lists who may open the app', () =>
  withSnapshot(access(identities, `'USER', 'ann', NULL, NULL`), async (snapshot) => {
    expect(await total(snapshot, principal('ann'))).toBe(15)
    expect(await total(snapshot, principal('bob'))).toBeNull()
  }))

test('the cells of a row hold together, and rows do not lend each other values', () =>
  withSnapshot(
    access(
      `${identities}, "Region", "Product"`,
      `'USER', 'ann', NULL, NULL, 'North', 'Apples'`,
      `'USER', 'ann', NULL, NULL, 'South', 'Pears'`,
    ),
    async (snapshot) => {
      expect(await total(snapshot, principal('ann'))).toBe(9)
    },
  ))

test('selections in a reduced field narrow the reduction and never widen it', () =>
  withSnapshot(
    access(
      `${identities}, "Product"`,
      `'USER', 'ann', NULL, NULL, 'Apples'`,
      `'USER', 'bob', NULL, NULL, 'Apples'`,
      `'USER', 'bob', NULL, NULL, 'Pears'`,
    ),
    async (snapshot) => {
      const totalOf = async (name: string, ...products: number[]) => {
        const view = await openDataView(snapshot, principal(name))
        const selections = new Map([['Product', { values: symbolSet(products), locked: false }]])
        const outcome = await evaluateHypercube(
          { view, selections },
          { dimensions: [], measures: [{ expression: 'Sum(amount)' }] },
        )
        return outcome.ok ? outcome.cube.grandTotal[0]?.num : undefined
      }
      const [apples, pears] = [0, 1]
      expect(await totalOf('ann', apples, pears)).toBe(5)
      expect(await totalOf('ann', pears)).toBe(0)
      expect(await totalOf('bob', pears)).toBe(10)
      expect(await totalOf('bob', apples, pears)).toBe(15)
    },
  ))

test('what is reduced away shows nowhere: values, counts, ranges, totals, searches, look-ups', () =>
  withSnapshot(access(`${identities}, "Region"`, `'USER', 'ann', NULL, NULL, 'North'`), async (snapshot) => {
    const view = await openDataView(snapshot, principal('ann'))
    const context = { view, selections: new Map() }
    expect((await describeFields(view)).map((field) => field.cardinality)).toEqual([1, 2, 2, 2])
    const list = await evaluateListObject(context, { definition: 'amount', search: '>0' })
    if (!list.ok) throw new Error('the field exists')
    expect(list.list.page(0, 9).map((row) => row.num)).toEqual([1, 2])
    expect(list.list.facts).toMatchObject({ cardinality: 2, min: 1, max: 2, maxGlyphCount: 1 })
    expect(list.list.facts.stateCounts).toMatchObject({ possible: 2, excluded: 0 })
    const region = resolveField(view, '[Region]')
    if (!region) throw new Error('the field exists')
    expect([...(await lookupElements(view, region, { texts: new Set(['North', 'South']) }))]).toEqual([0])
    const cube = await evaluateHypercube(
      { view, selections: new Map([['Region', { values: symbolSet([0, 1]), locked: false }]]) },
      { dimensions: [{ definition: 'Product' }], measures: [{ expression: 'Max([Secret cost])' }] },
    )
    if (!cube.ok) throw new Error('the fields exist')
    expect(cube.cube.measures[0]).toEqual({ min: 10, max: 20 })
    expect(cube.cube.grandTotal[0]?.num).toBe(20)
  }))

test('an omitted field does not exist, and no message gives it away', () =>
  withSnapshot(
    access(
      `${identities}, "OMIT"`,
      `'USER', 'ann', NULL, NULL, 'secret COST'`,
      `'USER', 'ann', NULL, NULL, NULL`,
      `'USER', 'bob', NULL, NULL, '*'`,
      `'USER', 'cid', NULL, NULL, NULL`,
    ),
    async (snapshot) => {
      for (const name of ['ann', 'bob']) {
        const view = await openDataView(snapshot, principal(name))
        expect([...view.fields.keys()]).toEqual(['Region', 'Product', 'amount'])
        const outcome = await evaluateHypercube(
          { view, selections: new Map() },
          { dimensions: [{ definition: '[Secret cost]' }], measures: [{ expression: 'Sum([Secret costs])' }] },
        )
        if (outcome.ok) throw new Error('the field does not exist')
        expect(outcome.errors.map((error) => error.column)).toEqual([0, 1])
        for (const error of outcome.errors) expect(error.message).not.toContain('did you mean')
        const selections = new Map([['Secret cost', { values: symbolSet([0]), locked: false }]])
        const listed = await evaluateListObject({ view, selections }, { definition: 'Region' })
        expect(listed).toMatchObject({
          ok: false,
          errors: [{ message: expect.stringMatching(/no field \[Secret cost]/) }],
        })
      }
      const everything = await openDataView(snapshot, principal('cid'))
      expect(everything.fields.has('Secret cost')).toBe(true)
    },
  ))

test('principals with equal reductions share results; the same query of another shows its own', () =>
  withSnapshot(
    access(
      `${identities}, "Region"`,
      `'USER', 'ann', NULL, NULL, 'North'`,
      `'USER', 'bob', NULL, NULL, 'South'`,
      `'USER', 'cid', NULL, NULL, 'NORTH'`,
    ),
    async (snapshot) => {
      const views = await Promise.all(['ann', 'bob', 'cid'].map((name) => openDataView(snapshot, principal(name))))
      expect(views[0]?.viewHash).toBe(views[2]?.viewHash)
      expect(views[0]?.viewHash).not.toBe(views[1]?.viewHash)
      for (const [name, sum] of [
        ['ann', 3],
        ['bob', 12],
        ['ann', 3],
        ['cid', 3],
        ['bob', 12],
      ] as const) {
        expect(await total(snapshot, principal(name))).toBe(sum)
      }
    },
  ))

test.each([
  // The Kelvin sign is a k in lower case only, the long s an S in upper case only.
  ['lower', 'k', '\u212a'],
  ['upper', 's', '\u017f'],
])('an omitted name hides every field that is the same in %s case', (_, named, alike) =>
  withSnapshot(
    `CREATE TABLE one AS SELECT 1 AS "${named}", 1 AS "id"; CREATE TABLE two AS SELECT 2 AS "${alike}", 1 AS "id";
     CREATE TABLE SECTION_ACCESS AS SELECT * FROM (VALUES ('USER', 'ann', '${named}'), ('USER', 'bob', NULL))
       t("ACCESS", "USERID", "OMIT")`,
    async (snapshot) => {
      expect([...(await openDataView(snapshot, principal('ann'))).fields.keys()]).toEqual(['id'])
      expect([...(await openDataView(snapshot, principal('bob'))).fields.keys()]).toEqual([named, 'id', alike])
    },
  ),
)

test('what a person may see is found out in their own name', () =>
  withSnapshot(access(`${identities}, "Region"`, `'USER', 'ann', NULL, NULL, 'North'`), async (snapshot) => {
    const run = () => Promise.reject(new Error('in the name of nobody'))
    expect(await total({ ...snapshot, runner: { ...snapshot.runner, run } }, principal('ann'))).toBe(3)
  }))
