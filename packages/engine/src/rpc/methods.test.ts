import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { methodNames } from './methods.js'

it('are all documented, and nothing else is', async () => {
  const page = await readFile(new URL('../../../../docs/qix.md', import.meta.url), 'utf8')
  const rows = page.matchAll(/^\| (\w+) \| (`[^|]+`) \|$/gm)
  const documented = Object.fromEntries(
    [...rows].map(([, kind = '', names = '']) => [kind, names.replaceAll('`', '').split(', ').sort()]),
  )
  const supported = Object.entries(methodNames()).map(([kind, names]) => [kind, [...names].sort()])
  expect(documented).toEqual(Object.fromEntries(supported))
})
