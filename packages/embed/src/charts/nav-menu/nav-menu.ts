import type { Doc } from '@qlik/api/qix'
import { hasFocus } from '../../sheet/keep-focus.js'
import { openSheet } from '../../sheet/open-sheet.js'
import { inSheetOrder, type SheetItem, sheetTitle } from '../../sheet/sheet-list.js'
import { html } from '../element.js'
import { type OwnChart, supernova } from '../own-chart.js'

interface NavMenuLayout {
  readonly title?: string
  readonly layoutOptions?: { readonly orientation?: string }
}

const style = `
.understudy-nav { width: 100%; height: 100%; overflow: auto; box-sizing: border-box; padding: 4px; }
.understudy-nav > ul { display: flex; flex-wrap: wrap; gap: 4px; margin: 0; padding: 0; list-style: none; }
.understudy-nav[data-orientation="vertical"] > ul { flex-direction: column; flex-wrap: nowrap; }
.understudy-nav button { width: 100%; min-height: 34px; padding: 4px 12px; font: inherit; color: var(--understudy-ink); text-align: start; background: transparent; border: 1px solid transparent; border-radius: 6px; cursor: pointer; }
.understudy-nav button:hover { background: var(--understudy-soft); }
.understudy-nav button[aria-current="page"] { color: var(--understudy-on-accent); background: var(--understudy-accent); }
.understudy-nav button:focus-visible { outline: 2px solid var(--understudy-accent); outline-offset: 1px; }
`

/** An open app as the published client extends it. */
interface ListingDoc {
  readonly getSheetList?: () => Promise<readonly SheetItem[]>
}

const sheetsOf = async (doc: Doc): Promise<readonly SheetItem[]> =>
  inSheetOrder((await (doc as unknown as ListingDoc).getSheetList?.()) ?? [])

const navMenu: OwnChart<NavMenuLayout> = {
  properties: { layoutOptions: { orientation: 'horizontal' } },
  style,
  mount: (element) => {
    let sheets: Promise<readonly SheetItem[]> | undefined
    return {
      update: ({ layout, doc, mayAct, texts, fail }) => {
        sheets ??= sheetsOf(doc)
        const show = async (): Promise<void> => {
          const shown = element.closest<HTMLElement>('[data-sheet-id]')?.dataset.sheetId
          const items = (await (sheets ?? [])).map((sheet) => {
            const { qId } = sheet.qInfo
            const button = html(
              'button',
              {
                type: 'button',
                'aria-current': qId === shown ? 'page' : undefined,
                disabled: mayAct ? undefined : '',
              },
              sheetTitle(sheet),
            )
            button.addEventListener('click', () => openSheet(element, qId))
            return html('li', {}, button)
          })
          const nav = html(
            'nav',
            { class: 'understudy-nav', 'aria-label': layout.title || texts.sheets },
            html('ul', {}, ...items),
          )
          nav.dataset.orientation = layout.layoutOptions?.orientation ?? 'horizontal'
          const focused = hasFocus(element)
          element.replaceChildren(nav)
          if (focused) nav.querySelector<HTMLElement>('[aria-current="page"]')?.focus({ preventScroll: true })
        }
        show().catch((error) => {
          // The next layout asks again.
          sheets = undefined
          fail(error)
        })
      },
    }
  },
}

export default supernova(navMenu)
