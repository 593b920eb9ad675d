import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

it('asks a customer to copy at most 120 lines of server code', () => {
  const files = ['tenant.ts', 'access-token.ts']
  const lines = files.flatMap((file) =>
    readFileSync(new URL(file, import.meta.url), 'utf8')
      .trimEnd()
      .split('\n'),
  )
  expect(lines.length).toBeLessThanOrEqual(120)
})
