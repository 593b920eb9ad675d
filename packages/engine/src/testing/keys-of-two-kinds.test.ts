import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from './app-folder.js'
import { rowsBy, selecting, total } from './small-model.js'

const codes = `
  CREATE TABLE sales AS SELECT * FROM (VALUES ('007', 1), ('7', 2), ('7.0', 4), ('8', 8), ('x', 16), ('', 32), (NULL, 64))
    t("Code", "Amount");
  CREATE TABLE products AS SELECT * FROM (VALUES (7, 'seven'), (8, 'eight'), (9, 'nine')) t("Code", "Name")`

test('a key that is a number in one table and a text in another matches by number', () =>
  withSnapshot(codes, async (snapshot) => {
    const context = await contextOf(snapshot)
    expect(await rowsBy(context, ['Name'], 'Sum(Amount)')).toEqual([
      ['eight', 8],
      ['nine', 0],
      ['seven', 7],
      [null, 112],
    ])
    // One value for one number, with the text of the first one loaded; a text without number is its own value.
    expect(await rowsBy(context, ['Code'], 'Sum(Amount)')).toEqual([
      ['', 32],
      ['007', 7],
      ['8', 8],
      ['9', 0],
      ['x', 16],
      [null, 64],
    ])
    expect(await total(await selecting(context, 'Code', '007'), "Concat(DISTINCT Name, ',')")).toBe('seven')
    expect(await total(context, "Sum(If(Code = 7, Amount)) & '/' & Max(Code)")).toBe('7/9')
    expect(await total(context, `Sum({<Code={'007'}>} Amount) + 1000 * Sum({<Code={">7"}>} Amount)`)).toBe(8007)
  }))

test('the text of a key is that of the table loaded first', () =>
  withSnapshot(codes.split(';').reverse().join(';'), async (snapshot) => {
    const rows = await rowsBy(await contextOf(snapshot), ['Code'], 'Sum(Amount)')
    expect(rows.find(([code]) => code === '7')).toEqual(['7', 7])
  }))

test('dates match texts that read as dates, and numbers of days', () =>
  withSnapshot(
    `CREATE TABLE a AS SELECT * FROM (VALUES (DATE '2024-01-05', 'date')) t("Day", "A");
     CREATE TABLE b AS SELECT * FROM (VALUES ('2024-01-05', 'text'), ('2024-01-05 12:00', 'noon')) t("Day", "B");
     CREATE TABLE c AS SELECT * FROM (VALUES (45296, 'number'), (45296.5, 'half')) t("Day", "C");
     CREATE TABLE d AS SELECT * FROM (VALUES (TIMESTAMP '2024-01-05 12:00:00', 'stamp')) t("Day", "D")`,
    async (snapshot) => {
      const context = await contextOf(snapshot)
      expect(await rowsBy(context, ['Day'], 'A', 'B', 'C', 'D')).toEqual([
        ['2024-01-05', 'date', 'text', 'number', null],
        ['2024-01-05 12:00', null, 'noon', 'half', 'stamp'],
      ])
    },
  ))

test('whole numbers of more digits than a double holds stay apart', () =>
  withSnapshot(
    `CREATE TABLE a AS SELECT * FROM (VALUES (9007199254740993, 'odd'), (9007199254740992, 'even')) t("Id", "A");
     CREATE TABLE b AS SELECT * FROM (VALUES ('9007199254740993', 'text')) t("Id", "B")`,
    async (snapshot) => {
      expect(await rowsBy(await contextOf(snapshot), ['A'], 'B')).toEqual([
        ['even', null],
        ['odd', 'text'],
      ])
    },
  ))
