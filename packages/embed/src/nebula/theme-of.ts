import { chartPalette, darkChartPalette } from '@understudy/contract/chart-palette'
import type { PageLooks } from '../looks/page-looks.js'

const ownFont = 'Inter, "Source Sans 3", "Source Sans Pro", "Segoe UI", system-ui, -apple-system, sans-serif'

/** What differs between light and dark surroundings. */
interface Tones {
  readonly ink: string
  readonly muted: string
  readonly line: string
  readonly paper: string
  readonly raised: string
  /** Colours of values beside each other; the first is that of charts that have one colour. */
  readonly palette: readonly string[]
  /** From few to many. */
  readonly ramp: readonly string[]
  readonly othersColor: string
  readonly nullColor: string
  readonly shape: { readonly fill: string; readonly stroke: string }
}

const light: Tones = {
  ink: '#1f2933',
  muted: '#5f6b7a',
  line: '#e9edf1',
  paper: '#ffffff',
  raised: '#ffffff',
  palette: chartPalette,
  ramp: ['#d5e6ec', '#a7cbd8', '#74abc0', '#458aa4', '#1f6f8b', '#144e63'],
  othersColor: '#a5adb8',
  nullColor: '#d3d8de',
  shape: { fill: '#d9e0e7', stroke: '#5f6b7a' },
}

const dark: Tones = {
  ink: '#eef1f5',
  muted: '#a9b4c0',
  line: '#323c47',
  paper: '#1b222a',
  raised: '#2b343e',
  palette: darkChartPalette,
  ramp: ['#35647a', '#3f7f99', '#4c9fbd', '#74b8cf', '#a7d3e2', '#d5edf5'],
  othersColor: '#a5adb8',
  nullColor: '#4a5562',
  shape: { fill: '#46535f', stroke: '#a9b4c0' },
}

/** Colours that properties name by their place; the sixth is that of charts that have one, the last that of cards. */
const namedColours = ({ palette, raised }: Tones): readonly string[] => [
  'none',
  '#b9c1ca',
  '#8c96a3',
  '#5f6b7a',
  '#323c47',
  '#4fa6d8',
  palette[0] ?? light.ink,
  '#3d9a8a',
  '#6aa84f',
  '#c9a227',
  '#c75b6b',
  '#d9822b',
  '#7a6bc2',
  '#ffffff',
  raised,
]

const palettes = (tones: Tones) => ({
  ui: [{ name: 'Understudy', colors: namedColours(tones) }],
  data: [
    { propertyValue: '12', name: 'Understudy', translation: '', type: 'row', scale: tones.palette },
    { propertyValue: '100', name: 'Understudy 100', translation: '', type: 'row', scale: tones.palette },
  ],
})

const scales = ({ ramp }: Tones) => [
  { propertyValue: 'sg', name: 'Sequential', translation: '', type: 'gradient', scale: ramp },
  { propertyValue: 'sc', name: 'Sequential classes', translation: '', type: 'class', scale: ramp },
]

/** Shapes that charts would otherwise paint for light surroundings only. */
const shapeStyles = ({ shape: { fill, stroke }, line, paper }: Tones) => ({
  boxPlot: { box: { box: { fill, stroke }, line: { stroke }, whisker: { stroke } } },
  distributionPlot: { box: { fill, stroke } },
  pivotTableV2: { grid: { borderColor: line, divider: { borderColor: stroke } } },
  // Tables paint their header; everything else lets the page shine through.
  straightTableV2: { backgroundColor: paper },
  waterfallChart: { shape: { bridge: { stroke } } },
})

const textStyles = ({ ink, muted, line, paper }: Tones, fontFamily: string, size: (pixels: number) => string) => {
  const small = { fontSize: size(12), fontFamily }
  const heading = { color: ink, fontSize: size(15), fontFamily, fontWeight: '600' }
  return {
    title: {
      main: heading,
      subTitle: { color: muted, ...small },
      footer: { color: muted, ...small, backgroundColor: 'transparent' },
    },
    axis: {
      title: { color: muted, ...small },
      label: { name: { color: muted, ...small } },
      line: { major: { color: line }, minor: { color: line } },
    },
    grid: { line: { major: { color: line }, minor: { color: line } }, highContrast: { color: line } },
    legend: { title: { color: muted, ...small }, label: { color: ink, ...small } },
    label: { name: { color: muted, ...small }, value: { color: ink, ...small } },
    listBox: {
      backgroundColor: paper,
      title: { main: { ...heading, fontSize: size(14) } },
      content: { color: ink, ...small },
    },
  }
}

/**
 * The theme of charts, in the form in which nebula.js takes themes.
 *
 * @param isDark whether the surroundings are dark
 * @param looks what the page asks for instead
 */
export const themeOf = (isDark: boolean, looks: PageLooks) => {
  const base = isDark ? dark : light
  const tones: Tones = {
    ...base,
    ink: looks.text ?? base.ink,
    muted: looks.muted ?? base.muted,
    line: looks.line ?? base.line,
    paper: looks.background ?? base.paper,
    palette: looks.charts ?? base.palette,
  }
  const fontFamily = looks.font ?? ownFont
  const size = (pixels: number): string => `${Math.round(pixels * looks.density)}px`
  const { palette, othersColor, nullColor } = tones
  return {
    type: isDark ? 'dark' : 'light',
    color: tones.ink,
    fontFamily,
    fontSize: size(12),
    object: { ...textStyles(tones, fontFamily, size), ...shapeStyles(tones) },
    palettes: palettes(tones),
    scales: scales(tones),
    dataColors: { primaryColor: palette[0], othersColor, nullColor, errorColor: '#b42318' },
  }
}
