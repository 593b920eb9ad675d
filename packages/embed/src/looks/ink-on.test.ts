import { chartPalette, darkChartPalette } from '@understudy/contract/chart-palette'
import { expect, it } from 'vitest'
import { contrastOf, inkOn } from './ink-on.js'

it('contrast is that of WCAG', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrastOf('#ffffff', '#767676')).toBeCloseTo(4.54, 2)
  expect(contrastOf('#767676', '#767676')).toBe(1)
})

it.each([
  ['#2456a6', '#ffffff'],
  ['#9dc1ff', '#14191f'],
  ['#ffdd00', '#14191f'],
  ['#000000', '#ffffff'],
])('on %s text is %s', (color, ink) => expect(inkOn(color)).toBe(ink))

it('white text is read on the first colour of charts, and the colour is seen on its ground', () => {
  for (const [[first], paper] of [
    [chartPalette, '#ffffff'],
    [darkChartPalette, '#1b222a'],
  ] as const) {
    expect(contrastOf(first as string, '#ffffff')).toBeGreaterThanOrEqual(4.5)
    expect(contrastOf(first as string, paper)).toBeGreaterThanOrEqual(3)
  }
})
