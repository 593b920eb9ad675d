import fc from 'fast-check'
import { expect, test } from 'vitest'

test('random tests start from one seed where CI is set, and from new ones elsewhere', () => {
  expect(fc.readConfigureGlobal().seed).toBe(process.env.CI ? 1 : undefined)
})
