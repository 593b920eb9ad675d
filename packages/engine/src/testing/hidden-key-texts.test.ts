import { describe, expect, test } from 'vitest'
import { withFolderSession } from '../session/testing/folder-session.js'

/** Keys that are texts in one table and numbers in another, with other rows in front of those that the person may see. */
const keysWith = (hidden: string) => `
  CREATE TABLE sales AS SELECT * FROM (VALUES ${hidden} ('7', 'East', 2), ('7.0', 'East', 4), ('b', 'East', 1)) t("Code", "REGION", "n");
  CREATE TABLE names AS SELECT * FROM (VALUES (7, 'seven'), (8, 'eight')) t("Code", "Name");
  CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES ('USER', 'anna', 'East'), ('ADMIN', 'eve', NULL)) t("ACCESS", "USERID", "REGION")`

const byLoadOrder = (definition: string) => ({
  qDef: { qFieldDefs: [definition], qSortCriterias: [{ qSortByLoadOrder: 1 }] },
})

describe('the text of a key of two kinds', () => {
  test.each([["('007', 'West', 1),"], ["('7.00', 'West', 1), ('b', 'West', 8),"], ['']])(
    'hangs on its number alone where rows are hidden: with %j in front',
    (hidden) =>
      withFolderSession({ 'data.sql': keysWith(hidden) }, async ({ cube, value }) => {
        expect((await cube([byLoadOrder('Code')], [{ qDef: { qDef: 'Sum(n)' } }])).rows).toEqual([
          ['7', '6'],
          ['b', '1'],
        ])
        expect(await value("Only(Code) & Concat(DISTINCT Code, ',') & Sum({<Code={'7'}>} n)")).toEqual(['7,b6', 'NaN'])
      }),
  )

  test.each([
    ["DATE '2024-01-05'", '45296', '2024-01-05'],
    ["TIMESTAMP '2024-01-05 12:00:00'", '45296.5', '2024-01-05 12:00:00'],
    ["DATE '2024-01-05'", '45296.25', '2024-01-05 06:00:00'],
    ["TIME '12:00:00'", '0.5', '12:00:00'],
    ['INTERVAL 36 HOUR', '1.5', '36:00:00'],
    ["'Feb'::ENUM ('Jan', 'Feb')", '2', 'Feb'],
    ["'Feb'::ENUM ('Jan', 'Feb')", '3', '3'],
    ['TRUE', '1', '1'],
    ["'x'", '0.5', '0.5'],
  ])('is that of the first kind: %s beside %s', async (first, second, text) => {
    // The person sees the number only, whose value others may have loaded in another kind before.
    for (const hidden of [
      `SELECT ${first} AS "Key", 'West' AS "REGION"`,
      `SELECT ${first} AS "Key", 'West' AS "REGION" WHERE FALSE`,
    ]) {
      const data = `CREATE TABLE a AS ${hidden};
        CREATE TABLE b AS SELECT ${second} AS "Key", 'East' AS "REGION2";
        CREATE TABLE "SECTION_ACCESS" AS SELECT 'USER' AS "ACCESS", 'anna' AS "USERID", 'East' AS "REGION2"`
      await withFolderSession({ 'data.sql': data }, async ({ cube }) => {
        expect((await cube([byLoadOrder('Key')], [])).rows).toEqual([[text]])
      })
    }
  })

  test('is compared by its number in SECTION_ACCESS', async () => {
    const data = (cell: string, hidden: string) => `
      CREATE TABLE sales AS SELECT * FROM (VALUES ${hidden} ('7', 1), ('x', 2)) t("CODE", "n");
      CREATE TABLE names AS SELECT * FROM (VALUES (8, 'eight'), (7, 'seven')) t("CODE", "Name");
      CREATE TABLE "SECTION_ACCESS" AS SELECT 'USER' AS "ACCESS", 'anna' AS "USERID", ${cell} AS "CODE"`
    for (const hidden of ['', "('07', 4),"])
      for (const [cell, sum] of [
        ["'007'", hidden === '' ? 1 : 5],
        ['7.0', hidden === '' ? 1 : 5],
        ["'x'", 2],
      ] as const)
        await withFolderSession({ 'data.sql': data(cell, hidden) }, async ({ value }) =>
          expect([cell, (await value('Sum(n)'))[1]]).toEqual([cell, sum]),
        )
  })
})

describe('the load order of what is calculated', () => {
  const orderWith = (hidden: string) => `
    CREATE TABLE t AS SELECT * FROM (VALUES ${hidden} ('a', 'East', 1), ('c', 'East', 2), ('b', 'East', 3)) t("x", "REGION", "n");
    CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES ('USER', 'anna', 'East')) t("ACCESS", "USERID", "REGION")`

  test.each([[''], ["('b', 'West', 1), ('c', 'West', 1),"], ["('c', 'West', 1), ('q', 'West', 9),"]])(
    'is that of the rows that are seen, with %j in front of them',
    (hidden) =>
      withFolderSession({ 'data.sql': orderWith(hidden) }, async ({ cube, create, layout, value }) => {
        const texts = ['a!', 'c!', 'b!']
        expect((await cube([byLoadOrder("=x & '!'")], [])).rows.flat()).toEqual(texts)
        expect((await cube([byLoadOrder("=x & '!'")], [{ qDef: { qDef: 'RowNo()' } }])).rows.flat()).toEqual(
          texts.flatMap((text, index) => [text, String(index + 1)]),
        )
        const list = await create({
          qInfo: { qType: 'list' },
          qListObjectDef: { ...byLoadOrder("=x & '!'"), qInitialDataFetch: [{ qWidth: 1, qHeight: 9 }] },
        })
        const { qListObject } = await layout(list)
        expect(qListObject.qDataPages[0].qMatrix.map(([cell]: [{ qText: string }]) => cell.qText)).toEqual(texts)
        expect((await value("Concat(Aggr(RowNo() & x, [=x & '!']), ',')"))[0]).toBe('1a,2c,3b')
      }),
  )
})
