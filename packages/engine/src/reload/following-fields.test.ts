import { expect, test } from 'vitest'
import { withSnapshot } from '../testing/app-folder.js'

/** Which fields of the table follow from which, and which are in the order of their numbers, by name. */
const measured = (rows: string) =>
  withSnapshot(`CREATE TABLE facts AS ${rows}`, async ({ document }) => {
    const { tables, fields } = document.model
    const nameOf = (id: number) => fields[id]?.name
    return {
      follows: tables.flatMap((table) =>
        (table.follows ?? []).map(([field, other]) => `${nameOf(field)} ${nameOf(other)}`),
      ),
      ascending: fields.flatMap((field) => (field.ascending ? [field.name] : [])),
    }
  })

test('a field follows from another where all rows that agree in that one agree in it', async () => {
  const { follows } = await measured(
    'SELECT i % 12 AS month, (i % 12) // 3 AS quarter, i % 5 AS other FROM range(600) t(i)',
  )
  expect(follows).toEqual(['month quarter'])
})

test('one row that tells otherwise is found wherever it is', async () => {
  const except = (row: number) =>
    measured(
      `SELECT i % 12 AS month, CASE WHEN i = ${row} THEN 9 ELSE (i % 12) // 3 END AS quarter FROM range(30000) t(i)`,
    )
  expect((await except(29_998)).follows).toEqual([])
  expect((await except(-1)).follows).toEqual(['month quarter'])
  const missing = await measured(
    'SELECT i % 12 AS month, CASE WHEN i <> 29998 THEN (i % 12) // 3 END AS quarter FROM range(30000) t(i)',
  )
  expect(missing.follows).toEqual([])
})

test('missing values are values like others', async () => {
  const where = (month: string, quarter: string) =>
    measured(`SELECT CASE WHEN ${month} THEN i % 12 END AS month, CASE WHEN ${quarter} THEN (i % 12) // 3 END AS quarter
      FROM range(600) t(i)`)
  expect((await where('i % 12 < 9', 'i % 12 < 9')).follows).toEqual(['month quarter'])
  expect((await where('i % 12 < 10', 'i % 12 < 9')).follows).toEqual(['month quarter'])
  expect((await where('i % 12 < 8', 'TRUE')).follows).toEqual([])
  expect((await where('TRUE', 'i < 599')).follows).toEqual([])
})

test('nothing is asked of fields with few rows for each value, and what follows both ways is told so', async () => {
  expect((await measured("SELECT i AS id, i % 7 AS day, 'd' || (i % 7) AS name FROM range(100) t(i)")).follows).toEqual(
    ['day name', 'name day'],
  )
})

test('values are in the order of their numbers where each has one that is greater than the one before', async () => {
  const { ascending } = await measured(
    `SELECT i AS rising, 9 - i AS falling, CASE WHEN i > 2 THEN i END AS missing, i // 2 AS repeated, 'x' || i AS text,
            CASE i WHEN 5 THEN 1 WHEN 1 THEN 5 ELSE i END AS turned, (CASE WHEN i < 9 THEN i || '' ELSE 'nine' END) AS mixed,
            (CASE WHEN i < 1 THEN 'none' ELSE i || '' END) AS last FROM range(10) t(i)`,
  )
  expect(ascending).toEqual(['rising', 'missing', 'repeated'])
})
