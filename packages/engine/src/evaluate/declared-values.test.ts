import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { total } from '../testing/small-model.js'

const script = `CREATE TABLE sales AS SELECT month::ENUM ('Jan', 'Feb', 'Mar', 'Apr') AS "Month", amount AS "Amount", code AS "Code"
  FROM (VALUES ('Mar', 3, '007'), ('Jan', 1, 'x'), ('Feb', 2, '12')) AS t(month, amount, code)`

test('values of an enumeration are numbers and texts in formulas, as texts that read as numbers are', () =>
  withSnapshot(script, async (snapshot) => {
    const context = await contextOf(snapshot)
    for (const [expression, expected] of [
      ['Max(Month)', 3],
      ['Min(Month)', 1],
      ['Sum(If(Month > 1, Amount))', 5],
      ["Sum(If(Month = 'Feb', Amount))", 2],
      ['Sum(If(Month = 2, Amount))', 2],
      ['Count(If(IsNum(Month), 1))', 3],
      ["Concat(Month, ',', Month)", 'Jan,Feb,Mar'],
      ["Concat(Month & '', ',', -Month)", 'Mar,Feb,Jan'],
      ['FirstSortedValue(Amount, -Month)', 3],
      ['Sum(Aggr(Max(Month), Month))', 6],
      ['Sum(Code)', 19],
      ['Max(Code)', 12],
    ] as const) {
      expect([expression, await total(context, expression)]).toEqual([expression, expected])
    }
  }))
