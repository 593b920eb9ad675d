import { computedOnce } from '../computed-once.js'
import { functionsOf } from '../scalar-function.js'
import type { SqlValue } from '../sql-value.js'
import { combined, component, rgb, written } from './channels.js'

const colours = functionsOf('colour')

const named: Readonly<Record<string, readonly [number, number, number]>> = {
  Black: [0, 0, 0],
  DarkGray: [128, 128, 128],
  LightGray: [192, 192, 192],
  White: [255, 255, 255],
  Blue: [0, 0, 128],
  LightBlue: [0, 0, 255],
  Green: [0, 128, 0],
  LightGreen: [0, 255, 0],
  Cyan: [0, 128, 128],
  LightCyan: [0, 255, 255],
  Red: [128, 0, 0],
  LightRed: [255, 0, 0],
  Magenta: [128, 0, 128],
  LightMagenta: [255, 0, 255],
  Brown: [128, 128, 0],
  Yellow: [255, 255, 0],
}

const namedColours = Object.entries(named).map(([name, [red, green, blue]]) =>
  colours.dual({
    name,
    parameters: [{ name: 'alpha', optional: true }],
    description: `The colour ${red}, ${green}, ${blue}; with an alpha of 0 (transparent) to 255.`,
    examples: [
      [`${name}()`, { number: ((255 * 256 + red) * 256 + green) * 256 + blue, text: `RGB(${red},${green},${blue})` }],
    ],
    duckdb: ([alpha]) =>
      alpha
        ? {
            number: () => combined(component(alpha), `${red}`, `${green}`, `${blue}`),
            text: () => written('ARGB', [component(alpha), `${red}.0`, `${green}.0`, `${blue}.0`]),
          }
        : rgb(`${red}.0::DOUBLE`, `${green}.0::DOUBLE`, `${blue}.0::DOUBLE`),
  }),
)

/** One channel of a mix of two colours: `from` at 0, `to` at 1; values beyond stay at the ends. */
const mixed = (share: string, from: SqlValue, to: SqlValue, shift: number): string => {
  const channel = (colour: SqlValue) => `((TRY_CAST(${colour.number} AS BIGINT) >> ${shift}) & 255)`
  const cut = computedOnce('s', { s: share }, ({ s }) => `CASE WHEN ${s} < 0 THEN 0 WHEN ${s} > 1 THEN 1 ELSE ${s} END`)
  return `round(${channel(from)} + (${channel(to)} - ${channel(from)}) * ${cut})`
}

const mix = (share: string, from: SqlValue, to: SqlValue) =>
  rgb(mixed(share, from, to, 16), mixed(share, from, to, 8), mixed(share, from, to, 0))

export const colourFunctions = [
  colours.dual({
    name: 'RGB',
    parameters: [{ name: 'red' }, { name: 'green' }, { name: 'blue' }],
    description: 'A colour of three components from 0 to 255.',
    missing: 'Missing, too, where a component is out of range.',
    examples: [
      ['RGB(255, 128, 0)', { number: 4_294_934_528, text: 'RGB(255,128,0)' }],
      ['RGB(256, 0, 0)', null],
    ],
    duckdb: ([red, green, blue]) => rgb(component(red), component(green), component(blue)),
  }),
  colours.dual({
    name: 'ARGB',
    parameters: [{ name: 'alpha' }, { name: 'red' }, { name: 'green' }, { name: 'blue' }],
    description: 'A colour of an alpha, 0 for transparent, and three components from 0 to 255.',
    missing: 'Missing, too, where a component is out of range.',
    examples: [['ARGB(128, 255, 0, 0)', { number: 2_164_195_328, text: 'ARGB(128,255,0,0)' }]],
    duckdb: ([alpha, red, green, blue]) => ({
      number: () => combined(component(alpha), component(red), component(green), component(blue)),
      text: () => written('ARGB', [component(alpha), component(red), component(green), component(blue)]),
    }),
  }),
  colours.dual({
    name: 'ColorMix1',
    parameters: [{ name: 'value' }, { name: 'from' }, { name: 'to' }],
    description: 'A colour between two: the first where a value is 0 or below, the second where it is 1 or above.',
    examples: [
      ['ColorMix1(0.5, RGB(0, 0, 0), RGB(255, 255, 255))', { number: 4_286_611_584, text: 'RGB(128,128,128)' }],
      ['ColorMix1(2, RGB(0, 0, 0), RGB(255, 0, 0))', { number: 4_294_901_760, text: 'RGB(255,0,0)' }],
    ],
    duckdb: ([value, from, to]) => mix(value.number, from, to),
  }),
  colours.dual({
    name: 'ColorMix2',
    parameters: [{ name: 'value' }, { name: 'low' }, { name: 'high' }, { name: 'middle', optional: true }],
    description: 'A colour between two, from -1 to 1, by way of a middle one where it is given.',
    examples: [
      ['ColorMix2(0, RGB(0, 0, 0), RGB(200, 0, 0))', { number: 4_284_743_680, text: 'RGB(100,0,0)' }],
      ['ColorMix2(-1, RGB(0, 0, 0), RGB(200, 0, 0), RGB(0, 9, 0))', { number: 4_278_190_080, text: 'RGB(0,0,0)' }],
      ['ColorMix2(0, RGB(0, 0, 0), RGB(200, 0, 0), RGB(0, 9, 0))', { number: 4_278_192_384, text: 'RGB(0,9,0)' }],
    ],
    duckdb: ([value, low, high, middle]) => {
      if (!middle) return mix(`((${value.number} + 1) / 2)`, low, high)
      const below = mix(`(${value.number} + 1)`, low, middle)
      const above = mix(value.number, middle, high)
      const chosen = (side: 'number' | 'text') =>
        `(CASE WHEN ${value.number} < 0 THEN ${below[side]()} ELSE ${above[side]()} END)`
      return { number: () => chosen('number'), text: () => chosen('text') }
    },
  }),
  ...namedColours,
]
