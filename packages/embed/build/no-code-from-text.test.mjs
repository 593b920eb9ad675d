import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { compilesText, noCodeFromText, withoutNamedClass } from './no-code-from-text.mjs'

const require = createRequire(import.meta.url)
const charts = ['sn-boxplot', 'sn-distributionplot', 'sn-histogram', 'sn-waterfall']

test.each(charts)('%s compiles text as it is published, and not as it is served', (name) => {
  const published = readFileSync(require.resolve(`@nebula.js/${name}`), 'utf8')
  expect(compilesText(published)).toBe(true)
  expect(compilesText(withoutNamedClass(published))).toBe(false)
})

test('classes are made as before', () => {
  const published = readFileSync(require.resolve('@nebula.js/sn-histogram'), 'utf8')
  const start = published.indexOf('new Function(`return (function ')
  const text = published.slice(start, published.indexOf('`)()', start) + 4)
  const name = /\$\{(\w+)\}/.exec(text)?.[1]
  for (const code of [text, withoutNamedClass(text)]) {
    const Made = new Function(name, `return ${code}`)('Example')
    Made.prototype.init = function (...given) {
      this.given = given
    }
    expect(new Made(1, 2).given).toEqual([1, 2])
  }
})

test('a chunk that compiles text ends the build', () => {
  const { generateBundle } = noCodeFromText()
  const bundle = (code) => ({ 'a.js': { type: 'chunk', fileName: 'a.js', code } })
  expect(() => generateBundle({}, bundle("new Function('return 1')"))).toThrow('a.js compiles text')
  expect(() => generateBundle({}, bundle("eval('1')"))).toThrow('a.js compiles text')
  expect(() => generateBundle({}, bundle('retrieval(1); a.eval(1)'))).not.toThrow()
})
