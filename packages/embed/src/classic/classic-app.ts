import type { HostConfig } from '@qlik/api/auth'
import type { Doc } from '@qlik/api/qix'
import { type MountedEmbed, mountEmbed, type RawProps } from '../mount/mount-embed.js'
import { isDarkTheme } from '../nebula/dark-theme.js'
import type { EmbedContext } from '../props/embed-props.js'
import { leaseAppSession } from '../session/app-session.js'
import { takeOpenSheet } from '../sheet/open-sheet.js'
import { inSheetOrder, type SheetItem } from '../sheet/sheet-list.js'
import { child } from './child.js'
import { createOverview } from './overview.js'
import { createSheetBar } from './sheet-bar.js'

/** What `classic/app` shows. */
interface AppPageProps {
  readonly appId: string
  readonly identity?: string
  readonly sheetId?: string
  readonly hostConfig: HostConfig
  readonly context: EmbedContext
}

/**
 * Builds the page of an app: selections, and either the overview of its sheets or one of them.
 *
 * @throws {EmbedError} when the app cannot be opened
 */
export const showApp = async (root: HTMLElement, { sheetId, ...app }: AppPageProps): Promise<void> => {
  const page = child(root, 'div', 'app')
  page.dataset.theme = isDarkTheme(app.context.theme) ? 'dark' : 'light'
  const common: RawProps = { ...app }
  mountEmbed({ target: child(page, 'div', 'selections'), props: { ...common, ui: 'analytics/selections' } })

  const doc = await leaseAppSession(app).doc()
  const [sheets, title] = await Promise.all([listSheets(doc), titleOf(doc)])
  let sheet: MountedEmbed | undefined
  let last = ''

  const open = (id: string): void => {
    overview.hide()
    bar.show(id)
    place.hidden = false
    const props = { ...common, ui: 'analytics/sheet', sheetId: id }
    last = id
    if (sheet === undefined) sheet = mountEmbed({ target: place, props })
    else sheet.$set(props)
  }
  const showOverview = (): void => {
    bar.hide()
    place.hidden = true
    overview.show()
    overview.focus(last)
  }

  const bar = createSheetBar(page, sheets, { open, showOverview })
  const openFromElsewhere = (id: string): void => {
    open(id)
    bar.focus(id)
  }
  const overview = createOverview(page, title, sheets, openFromElsewhere)
  const place = child(page, 'div', 'sheet')
  takeOpenSheet(place, openFromElsewhere)
  place.setAttribute('role', 'tabpanel')
  if (sheetId === undefined) showOverview()
  else open(sheetId)
}

const listSheets = async (doc: Doc): Promise<readonly SheetItem[]> =>
  inSheetOrder((await doc.getSheetList()) as unknown as readonly SheetItem[])

const titleOf = async (doc: Doc): Promise<string> => (await doc.getAppLayout()).qTitle ?? ''
