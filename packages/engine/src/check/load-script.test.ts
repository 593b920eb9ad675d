import { expect, it } from 'vitest'
import { isBlankScript, isLoadScript } from './load-script.js'

it.each([
  'Sales:\nLOAD Region FROM [lib://Data/sales.csv] (txt);',
  '[Sales of the year]:\nNoConcatenate LOAD * RESIDENT Sales;',
  'LOAD * INLINE [a, b\n1, 2];',
  'MAPPING LOAD a, b FROM x;',
  "SET ThousandSep=',';",
  'LET vToday = Today();',
  "LIB CONNECT TO 'Database';",
  'SECTION ACCESS;',
  'SELECT 1;\nQUALIFY *;',
  "/* a comment */ TRACE 'begun';",
  '///$tab Main\r\nSELECT 1',
])('%s is a load script', (script) => {
  expect(isLoadScript(script)).toBe(true)
})

it.each([
  'CREATE TABLE t AS SELECT 1 AS a',
  "SET VARIABLE vGoal = 'x'",
  "SET memory_limit = '1GB'",
  'LOAD httpfs',
  'CALL enable_logging()',
  "SELECT 'Sales: LOAD a FROM b; LET x = 1;' AS note",
  '-- Sales: LOAD a FROM b;\nSELECT 1',
  'CREATE TABLE load AS SELECT 1 AS "let"',
  'UPDATE t SET Name = 1',
  '',
])('%s is none', (script) => {
  expect(isLoadScript(script)).toBe(false)
})

it.each([
  ['', true],
  [' ; -- nothing\n/* at all */;', true],
  ["SELECT '--'", false],
])('%j has no statement: %s', (script, blank) => {
  expect(isBlankScript(script)).toBe(blank)
})
