import type { stardust } from '@nebula.js/stardust'
import { type CubeLayout, measureValues } from '../cube.js'
import { html, styled, svg } from '../element.js'
import { type OwnChart, type Scene, supernova } from '../own-chart.js'
import { arcPath } from './arc.js'
import { type GaugeRange, gaugeRange, shareOf } from './gauge-range.js'

interface PaletteColor {
  readonly index: number
  readonly color?: string
}

interface GaugeLayout extends CubeLayout {
  readonly gaugetype?: string
  readonly measureAxis?: { readonly min?: unknown; readonly max?: unknown }
  readonly useSegments?: boolean
  readonly segmentInfo?: {
    readonly limits?: readonly { readonly value?: number }[]
    readonly paletteColors?: readonly PaletteColor[]
  }
}

const style = `
.understudy-gauge { display: flex; flex-direction: column; align-items: center; justify-content: center; width: 100%; height: 100%; }
.understudy-gauge svg { display: block; width: 100%; min-height: 0; flex: 1; }
.understudy-gauge .track { fill: var(--understudy-soft); }
.understudy-gauge text { fill: var(--understudy-muted); font-size: 9px; }
.understudy-gauge .value { fill: var(--understudy-ink); font-size: 24px; font-weight: 600; }
.understudy-gauge-bar { width: 100%; box-sizing: border-box; padding: 0 8px; color: var(--understudy-muted); }
.understudy-gauge-bar b { display: block; font-size: 26px; color: var(--understudy-ink); }
.understudy-gauge-bar .track { height: 18px; border-radius: 4px; overflow: hidden; background: var(--understudy-soft); }
.understudy-gauge-bar .track > div { height: 100%; }
.understudy-gauge-bar .limits { display: flex; justify-content: space-between; font-size: 12px; }
`

/** Parts of the range up to a value, each in the colour of its segment. */
const partsOf = (layout: GaugeLayout, share: number, range: GaugeRange, theme: stardust.Theme) => {
  const primary = theme.getDataColorSpecials().primary
  const { limits = [], paletteColors = [] } = layout.segmentInfo ?? {}
  if (layout.useSegments !== true) return [{ from: 0, to: share, color: primary }]
  const ends = [...limits.map(({ value = range.max }) => shareOf(value, range)), 1]
  return ends.flatMap((end, index) => {
    const [from, to] = [ends[index - 1] ?? 0, Math.min(end, share)]
    const color = paletteColors[index]
    return to > from ? [{ from, to, color: (color && theme.getColorPickerColor(color)) ?? primary }] : []
  })
}

interface Reading {
  readonly title: string
  readonly text: string
  readonly limits: readonly [string, string]
  readonly parts: ReturnType<typeof partsOf>
}

/** As much of a title as there is room for in the ring. */
const shortened = (title: string): string => (title.length > 22 ? `${title.slice(0, 21)}…` : title)

const ring = ({ title, text, limits, parts }: Reading): Element =>
  svg(
    'svg',
    { viewBox: '-110 -105 220 175', 'aria-hidden': 'true' },
    svg('path', { class: 'track', d: arcPath(0, 1, 100, 76) }),
    ...parts.map(({ from, to, color }) => svg('path', { d: arcPath(from, to, 100, 76), fill: color })),
    svg('text', { class: 'value', 'text-anchor': 'middle', y: 6 }, text),
    svg('text', { 'text-anchor': 'middle', y: 24 }, shortened(title)),
    svg('text', { 'text-anchor': 'middle', x: -76, y: 63 }, limits[0]),
    svg('text', { 'text-anchor': 'middle', x: 76, y: 63 }, limits[1]),
  )

const bar = ({ title, text, limits, parts }: Reading): Element => {
  const filled = parts.map(({ from, to, color }) =>
    styled(html('div'), { width: `${(to - from) * 100}%`, 'background-color': color, float: 'left' }),
  )
  return html(
    'div',
    { class: 'understudy-gauge-bar', 'aria-hidden': 'true' },
    html('span', {}, title),
    html('b', {}, text),
    html('div', { class: 'track' }, ...filled),
    html('div', { class: 'limits' }, ...limits.map((limit) => html('span', {}, limit))),
  )
}

const readingOf = ({ layout, theme, language }: Scene<GaugeLayout>) => {
  const [measure] = measureValues(layout)
  const isShare = measure?.text.trim().endsWith('%') === true
  const range = gaugeRange(layout.measureAxis ?? {}, measure?.number, isShare)
  const numbers = new Intl.NumberFormat(language, isShare ? { style: 'percent' } : { notation: 'compact' })
  const reading: Reading = {
    title: measure?.title ?? '',
    text: measure?.text ?? '–',
    limits: [numbers.format(range.min), numbers.format(range.max)],
    parts: measure?.number === undefined ? [] : partsOf(layout, shareOf(measure.number, range), range, theme),
  }
  return { reading, range, value: measure?.number }
}

const gauge: OwnChart<GaugeLayout> = {
  properties: {
    qHyperCubeDef: { qInitialDataFetch: [{ qWidth: 1, qHeight: 1 }] },
    gaugetype: 'radial',
    measureAxis: {},
  },
  columns: { dimensions: [0, 0], measures: [1, 1] },
  style,
  mount: (element) => ({
    update: (scene) => {
      const { reading, range, value } = readingOf(scene)
      const meter = html(
        'div',
        {
          class: 'understudy-gauge',
          role: 'meter',
          'aria-label': reading.title,
          'aria-valuemin': range.min,
          'aria-valuemax': range.max,
          'aria-valuenow': value ?? range.min,
          'aria-valuetext': reading.text,
        },
        scene.layout.gaugetype === 'bar' ? bar(reading) : ring(reading),
      )
      element.replaceChildren(meter)
    },
  }),
}

export default supernova(gauge)
