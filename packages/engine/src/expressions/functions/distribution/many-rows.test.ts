import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../../../testing/app-folder.js'
import { rowsBy, total } from '../../../testing/small-model.js'

const degrees = [1, 3, 8, 60, 199, 201, 5_000, 20_001]

test('what is computed for rows of different parameters is what is computed for each alone', { timeout: 120_000 }, () =>
  withSnapshot(
    `CREATE TABLE t AS SELECT d FROM (VALUES ${degrees.map((d) => `(${d})`).join(', ')}, (NULL)) t(d)`,
    async (snapshot) => {
      const context = await contextOf(snapshot)
      const formulas = (d: string) => [
        `ChiDist(${d}, ${d})`,
        `TDist(1, ${d}, 2)`,
        `FDist(1.1, ${d}, 7)`,
        `BinomDist(2, ${d} + 2, 0.4)`,
        `TInv(0.2, ${d})`,
        `GammaInv(0.3, Sqrt(${d}), 2)`,
      ]
      for (const [index, formula] of formulas('d').entries()) {
        const rows = new Map((await rowsBy(context, ['d'], formula)).map(([d, value]) => [Number(d), value]))
        for (const d of degrees) {
          const alone = await total(context, formulas(String(d))[index] ?? '')
          expect([formula, d, Number(rows.get(d)).toPrecision(10)]).toEqual([formula, d, Number(alone).toPrecision(10)])
        }
      }
    },
  ),
)
