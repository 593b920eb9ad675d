import {
  type stardust,
  useApp,
  useEffect,
  useElement,
  useInteractionState,
  useLayout,
  useModel,
  useRect,
  useSelections,
  useState,
  useTheme,
  useTranslator,
} from '@nebula.js/stardust'
import type { Doc, GenericObject } from '@qlik/api/qix'
import { adoptStyle } from '../dom/adopted-style.js'
import { languageOf, type Texts, textsIn } from '../texts/texts.js'

/** Draws an object of the app in an element, with its states and failures; what it returns takes it away again. */
export type DrawInside = (place: HTMLElement, objectId: string) => Promise<() => Promise<void>>

/** Is told what went wrong. */
export type Fail = (error: unknown) => void

/** What a chart draws from. */
export interface Scene<Layout> {
  readonly layout: Layout
  /** Room that there is, in pixels. */
  readonly size: { readonly width: number; readonly height: number }
  readonly theme: stardust.Theme
  /** Locale of numbers, such as `de-DE`. */
  readonly language: string
  readonly texts: Texts
  readonly doc: Doc
  readonly object: GenericObject
  readonly selections: stardust.ObjectSelections
  readonly maySelect: boolean
  readonly mayAct: boolean
  readonly drawInside: DrawInside
  /** Shows that the chart could not be drawn, until it draws again. */
  readonly fail: Fail
}

/** A chart on the page. */
export interface Mounted<Layout> {
  /** Draws what has changed: the layout, the room, the theme. */
  readonly update: (scene: Scene<Layout>) => void
  readonly destroy?: () => void
}

/** A chart of our own. */
export interface OwnChart<Layout> {
  /** Properties of a chart that has nothing of its own. */
  readonly properties: Readonly<Record<string, unknown>>
  /** How many columns it takes at least and at most; without, it has no hypercube. */
  readonly columns?: { readonly dimensions: readonly [number, number]; readonly measures: readonly [number, number] }
  readonly style: string
  readonly mount: (element: HTMLElement) => Mounted<Layout>
}

/** What nebula.js hands to charts, as far as ours need it. */
export interface Surroundings {
  readonly anything: { readonly drawInside?: DrawInside; readonly fail?: Fail; readonly language?: string }
}

const titles = { showTitles: true, title: '', subtitle: '', footnote: '' }

const targets = ({ columns }: OwnChart<never>) => {
  if (columns === undefined) return []
  const [dimensions, measures] = [columns.dimensions, columns.measures].map(([min, max]) => ({ min, max }))
  return [{ path: '/qHyperCubeDef', dimensions, measures }]
}

const drawNothing: DrawInside = async () => async () => undefined

const failUnseen: Fail = (error) => console.error(error)

/** The chart in the form in which nebula.js takes charts. */
export const supernova =
  <Layout>(chart: OwnChart<Layout>) =>
  ({ anything: { drawInside = drawNothing, fail = failUnseen, language: chosenLanguage } }: Surroundings) => ({
    qae: { properties: { initial: { ...titles, ...chart.properties } }, data: { targets: targets(chart) } },
    component() {
      const [element, layout, size, theme] = [useElement(), useLayout(), useRect(), useTheme()]
      const [doc, object, selections] = [useApp(), useModel(), useSelections()]
      const { active, select } = useInteractionState()
      const language = useTranslator().language()
      const [mounted, setMounted] = useState<Mounted<Layout> | undefined>(undefined)
      useEffect(() => {
        adoptStyle(element, chart.style)
        const made = chart.mount(element)
        setMounted(made)
        return () => made.destroy?.()
      }, [element])
      useEffect(() => {
        if (mounted === undefined || doc === undefined || object === undefined) return
        mounted.update({
          layout: layout as Layout,
          size,
          theme,
          language,
          texts: textsIn(chosenLanguage ?? languageOf(element)),
          doc: doc as unknown as Doc,
          object: object as unknown as GenericObject,
          selections,
          // Who may do nothing may not select either.
          maySelect: select === true && active === true,
          mayAct: active === true,
          drawInside,
          fail,
        })
      }, [mounted, layout, size.width, size.height, theme.name(), active, select])
    },
  })
