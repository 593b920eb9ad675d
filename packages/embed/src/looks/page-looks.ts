import { opaqueColor } from './opaque-color.js'

/** The custom properties of CSS by which a page gives its looks to the embeds in it. Without one, it is the theme's. */
export const lookProperties = {
  text: '--understudy-text-color',
  muted: '--understudy-muted-color',
  line: '--understudy-line-color',
  background: '--understudy-background',
  accent: '--understudy-accent-color',
  charts: '--understudy-chart-colors',
  font: '--understudy-font',
  radius: '--understudy-radius',
  density: '--understudy-density',
} as const

/** Looks that a page asks for; colours as `#rrggbb`. What it does not ask for is undefined. */
export interface PageLooks {
  readonly text?: string
  readonly muted?: string
  readonly line?: string
  readonly background?: string
  readonly charts?: readonly string[]
  readonly font?: string
  /** Factor of the sizes of texts. */
  readonly density: number
}

const [sparsest, densest] = [0.5, 2]

const densityOf = (written: string): number => {
  const factor = Number(written || 1)
  return Number.isFinite(factor) && factor > 0 ? Math.min(Math.max(factor, sparsest), densest) : 1
}

/** The parts of a list between its outermost commas: colours may have some inside. */
const listed = (written: string): readonly string[] => written.split(/,(?![^(]*\))/).map((part) => part.trim())

const defined = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined && part !== '')) as Value

/** Reads the looks that the page gives to an element at the moment. What is no colour is as if it were not there. */
export const pageLooks = (element: HTMLElement): PageLooks => {
  const style = getComputedStyle(element)
  const written = (name: keyof typeof lookProperties): string => style.getPropertyValue(lookProperties[name]).trim()
  const ground = opaqueColor(element, style.getPropertyValue('--understudy-paper').trim(), '#ffffff') ?? '#ffffff'
  const color = (name: keyof typeof lookProperties): string | undefined => opaqueColor(element, written(name), ground)
  const charts = listed(written('charts')).flatMap((each) => opaqueColor(element, each, ground) ?? [])
  const { text, muted, line, background } = {
    text: color('text'),
    muted: color('muted'),
    line: color('line'),
    background: color('background'),
  }
  const looks = { text, muted, line, background, font: written('font'), charts: charts.length > 0 ? charts : undefined }
  return { ...(defined(looks) as Omit<PageLooks, 'density'>), density: densityOf(written('density')) }
}
