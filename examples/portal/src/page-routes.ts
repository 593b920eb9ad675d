import { type Request, Router } from 'express'
import type { PortalConfig } from './config.js'
import { csrfTokenOf } from './csrf.js'
import { employeeNamed } from './directory.js'
import { dashboardPage } from './pages/dashboard-page.js'
import type { PortalView } from './pages/portal-page.js'
import { sheetPage } from './pages/sheet-page.js'

/** The pages behind the sign-in; whoever is not signed in is sent there. */
export const pageRoutes = (config: PortalConfig): Router => {
  const router = Router()

  const page = (path: string, render: (view: PortalView) => string) =>
    router.get(path, (request, response) => {
      const view = viewOf(request)
      response.set('Cache-Control', 'no-store')
      if (view) response.send(render(view))
      else response.redirect(303, '/sign-in')
    })

  const viewOf = (request: Request): PortalView | undefined => {
    const employee = employeeNamed(request.session.userName)
    return employee && { config, employee, csrfToken: csrfTokenOf(request) }
  }

  page('/', dashboardPage)
  page('/punctuality', (view) =>
    sheetPage(view, '/punctuality', 'Punctuality', 'How late, when and where', 'sheet-punctuality'),
  )
  page('/network', (view) =>
    sheetPage(view, '/network', 'Network', 'Where flights leave and where they go', 'sheet-network'),
  )
  page('/analysis', (view) => sheetPage(view, '/analysis', 'Analysis', 'Compared, ranked, averaged', 'sheet-analysis'))
  return router
}
