import { expect, test } from 'vitest'
import { readSetStatements } from './set-statements.js'

const declare = (count: number) =>
  `C: DECLARE FIELD DEFINITION FIELDS ${Array.from({ length: count }, (_, at) => `Day($1) AS f${at}`).join(', ')};`

test('what would be more fields than an app may have makes none, and is said', () => {
  const { derived, problems } = readSetStatements(
    `${declare(60)} DERIVE FIELDS FROM FIELDS a, b, c, d, e, f, g, h, i USING C;`,
  )
  expect(derived).toEqual([])
  expect(problems.map(({ problem }) => problem)).toEqual(['More than 500 fields would be derived: none is made.'])
  const few = readSetStatements(`${declare(50)} DERIVE FIELDS FROM FIELDS a, b, c, d, e, f, g, h, i, j USING C;`)
  expect([few.derived.length, few.problems]).toEqual([500, []])
})

test('a field that is named again and again is derived from once', () => {
  const again = `${declare(400)} DERIVE FIELDS FROM FIELDS ${'a,'.repeat(4_000)} a USING C;`
  expect(readSetStatements(again).derived).toHaveLength(400)
})

test('a declaration holds for what follows it', () => {
  const { derived, problems } = readSetStatements(`DERIVE FIELDS FROM FIELDS a USING C; ${declare(1)}`)
  expect([derived, problems.map(({ problem }) => problem)]).toEqual([[], ['There is no declaration [C] before this.']])
})
