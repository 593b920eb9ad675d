import { expect, test } from 'vitest'
import { createRuntime } from './runtime.js'

const loaded: string[] = []
const runtime = createRuntime(
  'https://tenant.example/base/qlik-embed/main.js?v=1',
  { 'embed-vanilla@v1': 'chunks/embed.abc.js' },
  async (url) => void loaded.push(url),
)

test('modules are loaded from beside main.js', async () => {
  await runtime.import('embed-vanilla@v1')
  expect(loaded).toEqual(['https://tenant.example/base/qlik-embed/chunks/embed.abc.js'])
})

test('an unknown module is refused, naming the known', async () => {
  await expect(runtime.import('fancy@v1')).rejects.toThrow(/EMBED-MODULE.*fancy@v1.*embed-vanilla@v1/)
  await expect(runtime.import('constructor')).rejects.toThrow('EMBED-MODULE')
})

test('clients learn origin and platform, and that cookies are not needed', () => {
  expect(runtime.getRootUrl()).toBe('https://tenant.example')
  expect(runtime.PRODUCT_INFO.composition.deploymentType).toBe('')
  expect(runtime.resourceNeedsCredentials('https://tenant.example/x')).toBe(false)
})
