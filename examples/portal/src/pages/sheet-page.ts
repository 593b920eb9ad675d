import { html } from './html.js'
import { type PortalView, portalPage } from './portal-page.js'

/** A page that shows one whole sheet of the app. */
export const sheetPage = (view: PortalView, path: string, title: string, lead: string, sheetId: string): string =>
  portalPage(
    view,
    path,
    title,
    html`<div class="title-row">
  <div><h1>${title}</h1><p class="lead">${lead}</p></div>
  <p class="scope"><span>You see</span>${view.employee.access}</p>
</div>
<div class="selections"><qlik-embed ui="analytics/selections"></qlik-embed></div>
<div class="card sheet"><qlik-embed ui="analytics/sheet" sheet-id="${sheetId}"></qlik-embed></div>`,
  )
