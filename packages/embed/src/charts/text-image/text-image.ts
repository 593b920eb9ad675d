import { type CubeLayout, type MeasureValue, measureValues } from '../cube.js'
import { html, styled } from '../element.js'
import { type OwnChart, supernova } from '../own-chart.js'
import { richText } from './rich-text.js'

interface TextImageLayout extends CubeLayout {
  /** Text in which `{{id}}` stands for the measure of that id. */
  readonly markdown?: string
  readonly background?: {
    readonly url?: { readonly qStaticContentUrl?: { readonly qUrl?: string } }
    readonly sizing?: string
  }
}

const style = `
.understudy-text { box-sizing: border-box; width: 100%; height: 100%; overflow: auto; padding: 4px 8px; color: var(--understudy-ink);
  background-repeat: no-repeat; background-position: center; overflow-wrap: break-word; }
.understudy-text :is(p, h1, h2, h3, h4, h5, h6, ul, ol) { margin: 0 0 .5em; line-height: 1.35; }
.understudy-text a { color: var(--understudy-accent); }
`

/** The value of a measure that is named by id, title or place. */
const valueIn =
  (measures: readonly MeasureValue[]) =>
  (name: string): string | undefined =>
    (measures.find(({ id, title }) => id === name || title === name) ?? measures[Number(name)])?.text

const sizes: Readonly<Record<string, string>> = {
  alwaysFit: 'contain',
  alwaysFill: 'cover',
  stretchFit: '100% 100%',
  fitWidth: '100% auto',
  fitHeight: 'auto 100%',
}

/** Pictures from the web or within the address itself; the tenant serves no media of apps. */
const isPicture = (address: string): boolean => /^(https?:\/\/|data:image\/)/i.test(address)

const textImage: OwnChart<TextImageLayout> = {
  properties: { qHyperCubeDef: { qInitialDataFetch: [{ qWidth: 50, qHeight: 1 }] }, markdown: '' },
  columns: { dimensions: [0, 0], measures: [0, 50] },
  style,
  mount: (element) => {
    const place = html('div', { class: 'understudy-text', tabindex: 0 })
    element.replaceChildren(place)
    return {
      update: ({ layout }) => {
        const measures = measureValues(layout)
        const { markdown = '' } = layout
        const lines = measures.map(({ title, text }) => html('p', {}, `${title}: `, html('strong', {}, text)))
        place.replaceChildren(...(markdown.trim() === '' ? lines : richText(markdown, valueIn(measures))))
        const address = layout.background?.url?.qStaticContentUrl?.qUrl ?? ''
        styled(place, {
          'background-image': isPicture(address) ? `url(${JSON.stringify(address)})` : 'none',
          'background-size': sizes[layout.background?.sizing ?? ''] ?? 'auto',
        })
      },
    }
  },
}

export default supernova(textImage)
