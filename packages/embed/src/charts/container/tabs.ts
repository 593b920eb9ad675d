import { html } from '../element.js'
import { type OwnChart, supernova } from '../own-chart.js'
import { childList } from './child-list.js'
import { type ContainerLayout, type ContainerPart, containerParts } from './container-parts.js'
import { drawnParts } from './drawn-parts.js'

const style = `
.understudy-tabs { display: flex; flex-direction: column; width: 100%; height: 100%; }
.understudy-tabs > [role="tablist"] { flex: none; display: flex; overflow-x: auto; border-bottom: 1px solid var(--understudy-line); }
.understudy-tabs > [role="tablist"][hidden] { display: none; }
.understudy-tabs > [role="tablist"] > button { flex: none; padding: 6px 12px; border: 0; border-bottom: 3px solid transparent; background: none; font: inherit; color: var(--understudy-muted); cursor: pointer; }
.understudy-tabs > [role="tablist"] > button[aria-selected="true"] { color: var(--understudy-ink); border-color: var(--understudy-accent); font-weight: 600; }
.understudy-tabs > [role="tablist"] > button:focus-visible { outline: 2px solid var(--understudy-accent); outline-offset: -2px; }
.understudy-tabs > [role="tabpanel"] { position: relative; flex: 1; min-height: 0; }
`

/** By which key the tab that many places further is chosen. */
const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 }

const tabs: OwnChart<ContainerLayout> = {
  properties: { ...childList, showTabs: true },
  style,
  mount: (element) => {
    const list = html('div', { role: 'tablist' })
    const panel = html('div', { role: 'tabpanel' })
    const place = html('div', { class: 'understudy-tabs' }, list, panel)
    element.replaceChildren(place)
    const drawn = drawnParts()
    let chosen: string | undefined

    return {
      update: ({ layout, drawInside, texts }) => {
        const parts = containerParts(layout)
        const show = (part: ContainerPart, focus: boolean): void => {
          chosen = part.ref
          const buttons = parts.map((each, index) => {
            const isChosen = each.objectId === part.objectId
            const attributes = {
              type: 'button',
              role: 'tab',
              'aria-selected': String(isChosen),
              tabindex: isChosen ? 0 : -1,
            }
            const button = html('button', attributes, each.label)
            button.addEventListener('click', () => show(each, true))
            button.addEventListener('keydown', ({ key }) => {
              const next = parts[(index + (steps[key] ?? 0) + parts.length) % parts.length]
              if (next !== undefined && next !== each) show(next, true)
            })
            if (isChosen && focus) queueMicrotask(() => button.focus())
            return button
          })
          list.replaceChildren(...buttons)
          panel.setAttribute('aria-label', part.label)
          drawn.keep([part.objectId])
          const room = html('div', { class: 'understudy-layer' })
          if (panel.childElementCount === 0) panel.append(room)
          drawn.show(part.objectId, room, drawInside)
        }
        list.hidden = layout.showTabs === false
        list.setAttribute('aria-label', layout.title ?? '')
        const wanted = [chosen, layout.activeTab, layout.defaultTab, layout.defaultTabId]
        const part = parts.find(({ ref }) => wanted.find((each) => parts.some((known) => known.ref === each)) === ref)
        const first = part ?? parts[0]
        if (first === undefined) place.replaceChildren(html('p', {}, texts.nothingInside))
        else {
          place.replaceChildren(list, panel)
          show(first, false)
        }
      },
      destroy: () => drawn.keep([]),
    }
  },
}

export default supernova(tabs)
