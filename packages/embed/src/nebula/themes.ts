import { chartPalette as categories } from '@understudy/contract/chart-palette'

const font = 'Inter, "Source Sans 3", "Source Sans Pro", "Segoe UI", system-ui, -apple-system, sans-serif'

const ramp = ['#d5e6ec', '#a7cbd8', '#74abc0', '#458aa4', '#1f6f8b', '#144e63']

/** Colours that properties name by their place; the sixth is the first choice of charts that have one colour. */
const namedColours = (primary: string): string[] => [
  'none',
  '#b9c1ca',
  '#8c96a3',
  '#5f6b7a',
  '#323c47',
  '#4fa6d8',
  primary,
  '#3d9a8a',
  '#6aa84f',
  '#c9a227',
  '#c75b6b',
  '#d9822b',
  '#7a6bc2',
  '#ffffff',
]

const palettesOf = (primary: string) => ({
  ui: [{ name: 'Understudy', colors: namedColours(primary) }],
  data: [
    { propertyValue: '12', name: 'Understudy', translation: '', type: 'row', scale: categories },
    { propertyValue: '100', name: 'Understudy 100', translation: '', type: 'row', scale: categories },
  ],
})

const scales = [
  { propertyValue: 'sg', name: 'Sequential', translation: '', type: 'gradient', scale: ramp },
  { propertyValue: 'sc', name: 'Sequential classes', translation: '', type: 'class', scale: ramp },
]

const dataColors = { primaryColor: '#1f6f8b', othersColor: '#a5adb8', nullColor: '#d3d8de', errorColor: '#b42318' }

/** Shapes that charts would otherwise paint for light surroundings only. */
const shapeStyles = (fill: string, stroke: string, line: string) => ({
  boxPlot: { box: { box: { fill, stroke }, line: { stroke }, whisker: { stroke } } },
  distributionPlot: { box: { fill, stroke } },
  pivotTableV2: { grid: { borderColor: line, divider: { borderColor: stroke } } },
  waterfallChart: { shape: { bridge: { stroke } } },
})

const textStyles = (ink: string, muted: string, line: string) => ({
  color: ink,
  fontFamily: font,
  fontSize: '12px',
  object: {
    title: {
      main: { color: ink, fontSize: '15px', fontFamily: font, fontWeight: '600' },
      subTitle: { color: muted, fontSize: '12px', fontFamily: font },
      footer: { color: muted, fontSize: '12px', fontFamily: font, backgroundColor: 'transparent' },
    },
    axis: {
      title: { color: muted, fontSize: '12px', fontFamily: font },
      label: { name: { color: muted, fontSize: '12px', fontFamily: font } },
      line: { major: { color: line }, minor: { color: line } },
    },
    grid: { line: { major: { color: line }, minor: { color: line } }, highContrast: { color: line } },
    legend: { title: { color: muted, fontSize: '12px' }, label: { color: ink, fontSize: '12px' } },
    label: { name: { color: muted, fontSize: '12px' }, value: { color: ink, fontSize: '12px' } },
  },
})

const lightText = textStyles('#1f2933', '#5f6b7a', '#e9edf1')

const light = {
  type: 'light',
  ...lightText,
  object: { ...lightText.object, ...shapeStyles('#d9e0e7', '#5f6b7a', '#e3e7ec') },
  palettes: palettesOf(dataColors.primaryColor),
  scales,
  dataColors,
}

const darkText = textStyles('#eef1f5', '#a9b4c0', '#323c47')

/** Seen on dark ground, and white text is seen on it. */
const darkPrimary = '#3a8dad'

const dark = {
  type: 'dark',
  ...darkText,
  // Tables paint their header; everything else lets the page shine through.
  object: {
    ...darkText.object,
    ...shapeStyles('#46535f', '#a9b4c0', '#3a4450'),
    straightTableV2: { backgroundColor: '#1b222a' },
  },
  palettes: palettesOf(darkPrimary),
  scales,
  dataColors: { ...dataColors, primaryColor: darkPrimary, nullColor: '#4a5562' },
}

const darkNames: readonly string[] = ['dark', 'qlik-dark']

/** Whether a `theme` attribute asks for dark surroundings. */
export const isDarkTheme = (theme: string | undefined): boolean => theme !== undefined && darkNames.includes(theme)

/** Themes in the form in which nebula.js registers them. */
export const nebulaThemes = [
  { id: 'understudy-light', load: async () => light },
  { id: 'understudy-dark', load: async () => dark },
]

/** The registered theme for a `theme` attribute; unknown names get the light one. */
export const nebulaThemeId = (theme: string | undefined): string =>
  isDarkTheme(theme) ? 'understudy-dark' : 'understudy-light'
