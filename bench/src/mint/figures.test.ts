import { expect, test } from 'vitest'
import { figuresOf } from './figures.js'

test('rounds are summed up under the names that readers of --json rely on', () => {
  expect(
    figuresOf({ limit: [9000.4, 8000, 10_000], ours: [3000, 2000.6, 2400], oidcProvider: [1000, 800, 720] }),
  ).toEqual({ limit: 9000, ours: 2400, oidcProvider: 800, ratioToLimit: 0.25, ratioToOidcProvider: 3 })
})
