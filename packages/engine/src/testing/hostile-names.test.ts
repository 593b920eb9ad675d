import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from './app-folder.js'
import { rowsBy, selecting, total } from './small-model.js'

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** Names of a database differ by more than their case. */
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** Names of SQL, of the database, and of the columns and tables that statements over a snapshot make up themselves. */
const names = [
  ...['RowID', 'rowid', 'value', 'elem', 'num', 'text', 'text_rank', 'first_row', 'first_seen', 'same', 'staged'],
  ...['d0', 'a0', 'm0', 't_0', 'f_0', 's_0', 'r0', 'row_id', 'map_0_0', 'cube', 'own', 'document', 'snapshot_document'],
  ...['select', 'group', 'Order', 'NULL', 'count', 'table', 'default', 'duckdb_tables()', 'main', 'staging'],
  ...["it's", 'a;b', '"', 'back`tick', '--', '/*', '$1', '$(x)', ' ', 'ä ö', '%s', '{}', 'x'.repeat(300)],
]

const reserved = names.filter((name, index) => names.findIndex((other) => same(name, other)) === index)

test('fields may have any name', () =>
  withSnapshot(
    `CREATE TABLE facts (${reserved.map((name) => `${quoted(name)} INTEGER`).join(', ')}, "n 1" INTEGER);
     INSERT INTO facts VALUES ${[2, 1, 2].map((value, row) => `(${reserved.map(() => value).join(', ')}, ${2 ** row})`).join(', ')};
     ${reserved.map((name, index) => `CREATE TABLE "items ${index}" AS SELECT * FROM (VALUES (2, 'two'), (1, 'one')) t(${quoted(name)}, "w${index}")`).join(';\n')}`,
    async (snapshot) => {
      const context = await contextOf(snapshot)
      for (const [index, name] of reserved.entries()) {
        const field = `[${name}]`
        expect([name, await rowsBy(context, [`w${index}`], 'Sum([n 1])')]).toEqual([
          name,
          [
            ['one', 2],
            ['two', 5],
          ],
        ])
        expect([name, await total(await selecting(context, name, '2'), 'Sum([n 1])')]).toEqual([name, 5])
        // The expansion of `$(` comes before names are read, as in Qlik.
        if (name === '$(x)') continue
        expect([name, await rowsBy(context, [field], `Sum(${field} * [n 1])`)]).toEqual([
          name,
          [
            ['1', 2],
            ['2', 10],
          ],
        ])
        expect([name, await total(context, `FirstSortedValue(${field}, -[n 1])`)]).toEqual([name, 2])
      }
    },
  ))

test('tables may have any name', () =>
  withSnapshot(
    reserved
      .map((name, index) => `CREATE TABLE ${quoted(name)} AS SELECT ${index} AS "k", 1 AS "n${index}"`)
      .join(';\n'),
    async (snapshot) => {
      const context = await contextOf(snapshot)
      const sums = reserved.map((_, index) => `Sum(n${index})`).join(' + ')
      expect(await total(context, sums)).toBe(reserved.length)
    },
  ))

test('a table with a column named like the row numbers keeps the order of its rows, also in SECTION_ACCESS', () =>
  withSnapshot(
    `CREATE TABLE t AS SELECT 'v' || (9 - i) AS "rowId", i AS n FROM range(5) r(i);
     CREATE TABLE SECTION_ACCESS AS SELECT * FROM (VALUES ('anybody', 'V9'), ('anybody', 'V7'), ('other', 'V8')) s("USERID", "ROWID")`,
    async (snapshot) => {
      const context = await contextOf(snapshot)
      expect(await rowsBy(context, ['rowId'], 'Sum(n)')).toEqual([
        ['v7', 2],
        ['v9', 0],
      ])
    },
  ))
