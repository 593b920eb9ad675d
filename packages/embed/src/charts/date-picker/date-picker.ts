import type { GenericObject } from '@qlik/api/qix'
import { html } from '../element.js'
import { type OwnChart, supernova } from '../own-chart.js'
import { dayOf, searchBetween } from './serial-date.js'

interface DateCell {
  readonly qNum?: number | 'NaN'
  readonly qState?: string
}

interface DatePickerLayout {
  readonly title?: string
  readonly qListObject?: {
    readonly qDimensionInfo?: { readonly qFallbackTitle?: string; readonly qMin?: number; readonly qMax?: number }
    readonly qDataPages?: readonly { readonly qMatrix: readonly (readonly DateCell[])[] }[]
  }
}

const style = `
.understudy-dates { display: flex; flex-wrap: wrap; align-items: end; align-content: center; gap: 8px; width: 100%; height: 100%; box-sizing: border-box; padding: 4px 8px; overflow: auto; color: var(--understudy-ink); }
.understudy-dates label { display: grid; gap: 2px; font-size: 12px; color: var(--understudy-muted); }
.understudy-dates :is(input, button) { min-height: 34px; padding: 4px 10px; box-sizing: border-box; font: inherit; font-size: 14px; color: var(--understudy-ink); background: var(--understudy-paper); border: 1px solid var(--understudy-muted); border-radius: 6px; }
.understudy-embed[data-theme="dark"] .understudy-dates input { color-scheme: dark; }
.understudy-dates button { cursor: pointer; }
.understudy-dates :disabled { cursor: default; opacity: .6; }
.understudy-dates :focus-visible { outline: 2px solid var(--understudy-accent); outline-offset: 2px; }
`

const path = '/qListObjectDef'
const selectedStates: readonly (string | undefined)[] = ['S', 'L', 'XS', 'XL']

/** First and last of the selected days; none if nothing is selected. */
const selectedDays = ({ qListObject }: DatePickerLayout): readonly [string, string] => {
  const numbers = (qListObject?.qDataPages ?? [])
    .flatMap(({ qMatrix }) => qMatrix.map(([cell]) => cell))
    .flatMap((cell) => (selectedStates.includes(cell?.qState) && typeof cell?.qNum === 'number' ? [cell.qNum] : []))
  if (numbers.length === 0) return ['', '']
  return [dayOf(Math.min(...numbers)), dayOf(Math.max(...numbers))]
}

const select = async (object: GenericObject, from: string, to: string): Promise<void> => {
  const search = searchBetween(from, to)
  if (search === undefined) {
    await object.clearSelections(path)
    return
  }
  await object.searchListObjectFor(path, search)
  await object.acceptListObjectSearch(path, false)
}

const datePicker: OwnChart<DatePickerLayout> = {
  properties: {
    qListObjectDef: {
      qShowAlternatives: true,
      qDef: { qSortCriterias: [{ qSortByNumeric: 1 }] },
      qInitialDataFetch: [{ qTop: 0, qLeft: 0, qWidth: 1, qHeight: 10_000 }],
    },
  },
  style,
  mount: (element) => {
    const [from, to] = [html('input', { type: 'date' }), html('input', { type: 'date' })]
    const clear = html('button', { type: 'button' })
    const [start, end] = [html('span'), html('span')]
    const inputs = [html('label', {}, start, from), html('label', {}, end, to)]
    const place = html('div', { class: 'understudy-dates', role: 'group' }, ...inputs, clear)
    element.replaceChildren(place)
    let choose = async (_from: string, _to: string): Promise<void> => undefined
    const chosen = (): void => void choose(from.value, to.value)
    from.addEventListener('change', chosen)
    to.addEventListener('change', chosen)
    clear.addEventListener('click', () => void choose('', ''))
    return {
      update: ({ layout, object, maySelect, texts }) => {
        start.textContent = texts.from
        end.textContent = texts.to
        clear.textContent = texts.clear
        const { qFallbackTitle = '', qMin, qMax } = layout.qListObject?.qDimensionInfo ?? {}
        place.setAttribute('aria-label', layout.title || qFallbackTitle)
        const [first, last] = selectedDays(layout)
        from.value = first
        to.value = last
        for (const input of [from, to]) {
          if (typeof qMin === 'number') input.min = dayOf(qMin)
          if (typeof qMax === 'number') input.max = dayOf(qMax)
        }
        for (const control of [from, to, clear]) control.disabled = !maySelect
        choose = (a, b) => select(object, a, b).catch(() => undefined)
      },
    }
  },
}

export default supernova(datePicker)
