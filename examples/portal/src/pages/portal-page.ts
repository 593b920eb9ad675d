import type { PortalConfig } from '../config.js'
import type { Employee } from '../directory.js'
import { documentOf } from './document.js'
import { type Html, html } from './html.js'
import { initials } from './initials.js'

export interface PortalView {
  readonly config: PortalConfig
  readonly csrfToken: string
  readonly employee: Employee
}

const sections = [
  { path: '/', label: 'Dashboard' },
  { path: '/punctuality', label: 'Punctuality' },
  { path: '/network', label: 'Network' },
  { path: '/analysis', label: 'Analysis' },
]

/** The frame of every page behind the sign-in: the embed script's configuration, the header and the content. */
export const portalPage = (view: PortalView, path: string, title: string, content: Html): string =>
  documentOf(
    title,
    html`<link rel="stylesheet" href="/dashboard.css">
<meta name="csrf-token" content="${view.csrfToken}">
<script src="/portal.js"></script>
<script src="/vendor/qlik-embed-web-components.js" defer
  data-host="${view.config.tenantUrl}"
  data-client-id="${view.config.impersonation.clientId}"
  data-app-id="${view.config.appId}"
  data-auth-type="Oauth2"
  data-get-access-token="getAccessToken"
  data-on-websocket-event="onWebSocketEvent"></script>`,
    html`<body>
<header class="top">
  <a class="brand" href="/"><img src="/logo.svg" alt="" width="28" height="28">Altimeter</a>
  <nav aria-label="Main">${sections.map((section) => navigationLink(section, path))}</nav>
  <div class="who">
    <span class="avatar" aria-hidden="true">${initials(view.employee.name)}</span>
    <span class="who-text"><strong>${view.employee.name}</strong><span>${view.employee.role}</span></span>
    <form method="post" action="/sign-out"><input type="hidden" name="_csrf" value="${view.csrfToken}">
      <button type="submit" class="quiet">Sign out</button></form>
  </div>
</header>
<main>
  ${noAccess(view.employee)}
  <p class="notice" id="connection" role="status" hidden></p>
  <div id="content">${content}</div>
</main>
</body>`,
  )

const navigationLink = ({ path, label }: (typeof sections)[number], current: string) =>
  path === current ? html`<a href="${path}" aria-current="page">${label}</a>` : html`<a href="${path}">${label}</a>`

const noAccess = ({ name }: Employee) =>
  html`<section class="message" id="no-access" role="alert" hidden>
    <svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true"><circle cx="24" cy="24" r="21"/><path d="M15 24h18"/></svg>
    <h1>No access to flight data</h1>
    <p>You are signed in as ${name}, but no flights are assigned to your role.
      If you need them for your work, ask Operations Analytics to grant you a region or an airport.</p>
    <p class="detail" id="no-access-detail"></p>
  </section>`
