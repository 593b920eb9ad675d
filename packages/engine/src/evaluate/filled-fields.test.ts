import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { rowsBy, selecting, total } from '../testing/small-model.js'
import { watched } from '../testing/watched-statements.js'

const data = `CREATE TABLE sales AS SELECT * FROM (VALUES ('a', 1, 1), ('a', 2, NULL), ('b', 1, 4), ('c', 1, 8), ('d', 2, 16),
    (NULL, 1, 32)) t(shop, size, amount);
  CREATE TABLE shops AS SELECT * FROM (VALUES ('a', 'x'), ('b', 'x'), ('c', 'y'), ('e', 'z')) t(shop, city)`

test('rows are counted by a field of which some lack a value, or none does', () =>
  withSnapshot(data, async (snapshot) => {
    const context = await contextOf(snapshot)
    const counts = [
      'Count(size)',
      'Count(amount)',
      'Count(DISTINCT size)',
      'Count(TOTAL size)',
      'Count({<size={1}>} size)',
    ]
    expect(await rowsBy(context, ['city'], ...counts)).toEqual([
      ['x', 3, 2, 2, 6, 2],
      ['y', 1, 1, 1, 6, 1],
      ['z', 0, 0, 0, 6, 0],
      [null, 2, 2, 2, 6, 1],
    ])
    expect(await rowsBy(await selecting(context, 'size', '2'), ['city'], ...counts)).toEqual([
      ['x', 1, 0, 1, 2, 2],
      ['y', 0, 0, 0, 2, 1],
      [null, 1, 1, 1, 2, 1],
    ])
    expect(await total(context, "Count(size) & '/' & Count(amount) & '/' & Count(city) & '/' & Count(shop)")).toBe(
      '6/5/4/5',
    )
    expect(await total(context, 'Count(If(size = 1, city))')).toBe(3)
  }))

test('a column that has a value in each row is not read to be counted', () =>
  withSnapshot(data, async (snapshot) => {
    const { context, statements } = watched(await contextOf(snapshot))
    const columnOf = (name: string) => `f_${snapshot.document.model.fields.find((field) => field.name === name)?.id}`
    const reads = (name: string) => statements.splice(0).some((sql) => sql.includes(columnOf(name)))
    await total(context, 'Count(size)')
    expect(reads('size')).toBe(false)
    await total(context, 'Count(amount)')
    expect(reads('amount')).toBe(true)
    await total(context, 'Count({<shop={a}>} size)')
    expect(reads('size')).toBe(false)
  }))
