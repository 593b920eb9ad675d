import { expect, test } from 'vitest'
import { maxRegexLength, regexProblem } from '../expressions/functions/string/regular-expression.js'
import { withFolderSession } from '../session/testing/folder-session.js'

const shop = `
  CREATE TABLE customers AS SELECT * FROM (VALUES ('A', 'North'), ('B', 'South'), ('D', 'South')) t("Cust", "Region");
  CREATE TABLE orders AS SELECT * FROM (VALUES (1, 'A', 10, 'x'), (2, 'A', 20, 'y'), (3, 'B', 5, NULL)) t("Order", "Cust", "Amount", "Note");
  CREATE TABLE days AS SELECT * FROM (VALUES (DATE '2012-10-12')) t("Day")`

test('a value without records counts nothing, adds up to nothing, and has no text', () =>
  withFolderSession({ 'data.sql': shop }, async ({ cube }) => {
    const measures = [
      'Count(Order)',
      'Count(DISTINCT Note)',
      'NumericCount(Amount)',
      'TextCount(Note)',
      'NullCount(Note)',
      'MissingCount(Note)',
      'Sum(Amount)',
      'MinString(Note)',
      'MaxString(Note)',
      'Max(Amount)',
      'Only(Note)',
    ]
    const { rows } = await cube(
      [{ qDef: { qFieldDefs: ['Cust'] } }],
      measures.map((qDef) => ({ qDef: { qDef } })),
    )
    expect(rows.map((row) => row.join(' '))).toEqual([
      'A 2 2 2 2 0 2 30 x y 20 -',
      'B 1 0 1 0 1 1 5 - - 5 -',
      'D 0 0 0 0 0 0 0 - - - -',
    ])
  }))

test('weeks are whole where an app says nothing of them, and broken where it says so', async () => {
  const week = (files: Readonly<Record<string, string>>) => {
    let told: unknown
    return withFolderSession({ 'data.sql': shop, ...files }, async ({ value }) => {
      told = [await value('Week(Day)'), await value('Week(Day, 0, 1)'), await value('Week(Day, 0, 0)')]
    }).then(() => told)
  }
  expect(await week({})).toEqual([
    ['41', 41],
    ['42', 42],
    ['41', 41],
  ])
  expect(await week({ 'script.qvs': 'SET BrokenWeeks=1; SET FirstWeekDay=0;' })).toEqual([
    ['42', 42],
    ['42', 42],
    ['41', 41],
  ])
})

test('a day begins at the nearest millisecond of its fraction', () =>
  withFolderSession({ 'data.sql': shop }, async ({ value }) => {
    expect(await value("Timestamp(DayStart(Day + 0.5, 0, 0.0001273148148148148), 'hh:mm:ss.fff')")).toEqual([
      '00:00:11.000',
      41_194 + 11 / 86_400,
    ])
  }))

test('a place in a text is found for a group while all of its parts have one digit', () =>
  withFolderSession({ 'data.sql': shop }, async ({ value }) => {
    const groups = (many: number) =>
      [...'abcdefghij']
        .slice(0, many)
        .map((letter) => `(${letter})`)
        .join('')
    expect(await value(`IndexRegExGroup('abcdefghij', '${groups(7)}', 7)`)).toEqual(['7', 7])
    expect(await value(`IndexRegExGroup('abcdefghij', '${groups(8)}', 7)`)).toEqual(['7', 7])
    const [text] = await value(`IndexRegExGroup('abcdefghij', '${groups(8)}', 8)`)
    expect(text).toMatch('The place of group 8')
  }))

test('a regular expression has at most a thousand characters', () => {
  expect(maxRegexLength).toBe(1_000)
  expect(regexProblem('a'.repeat(1_000))).toBeUndefined()
  expect(regexProblem('a'.repeat(1_001))).toMatch('at most 1000 characters')
})
