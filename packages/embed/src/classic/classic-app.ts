import type { HostConfig } from '@qlik/api/auth'
import type { Doc } from '@qlik/api/qix'
import { mountEmbed, type RawProps } from '../mount/mount-embed.js'
import { leaseAppSession } from '../session/app-session.js'

/** What `classic/app` shows. */
interface AppPageProps {
  readonly appId: string
  readonly identity?: string
  readonly sheetId?: string
  readonly hostConfig: HostConfig
  readonly context: object
}

interface SheetItem {
  readonly qInfo: { readonly qId: string }
  readonly qMeta?: { readonly title?: string }
}

/** Builds the page of an app: selections, tabs of its sheets, and the sheet that is open. */
export const showApp = async (root: HTMLElement, { sheetId, ...app }: AppPageProps): Promise<void> => {
  const page = child(root, 'div', 'app')
  const common: RawProps = { ...app }
  mountEmbed({ target: child(page, 'div', 'selections'), props: { ...common, ui: 'analytics/selections' } })
  const tabs = child(page, 'div', 'sheets')
  tabs.setAttribute('role', 'tablist')
  const place = child(page, 'div', 'sheet')

  const sheets = await listSheets(await leaseAppSession(app).doc())
  const first = sheetId ?? sheets[0]?.qInfo.qId
  if (first === undefined) return
  const sheet = mountEmbed({ target: place, props: { ...common, ui: 'analytics/sheet', sheetId: first } })

  const open = (id: string): void => {
    for (const tab of tabs.children) tab.setAttribute('aria-selected', String(tab.getAttribute('data-sheet') === id))
    sheet.$set({ ...common, ui: 'analytics/sheet', sheetId: id })
  }
  for (const { qInfo, qMeta } of sheets) {
    const tab = child(tabs, 'button')
    tab.setAttribute('role', 'tab')
    tab.setAttribute('data-sheet', qInfo.qId)
    tab.textContent = qMeta?.title || qInfo.qId
    tab.addEventListener('click', () => open(qInfo.qId))
  }
  open(first)
}

const listSheets = async (doc: Doc): Promise<readonly SheetItem[]> =>
  (await doc.getSheetList()) as unknown as readonly SheetItem[]

const child = (parent: HTMLElement, tag: string, className = ''): HTMLElement => {
  const created = document.createElement(tag)
  created.className = className
  parent.append(created)
  return created
}
