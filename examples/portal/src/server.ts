import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import express from 'express'
import { accessTokenRoute } from './access-token.js'
import { type PortalConfig, readConfig } from './config.js'
import { csrfProtection } from './csrf.js'
import { pageRoutes } from './page-routes.js'
import { troublePage } from './pages/trouble-page.js'
import { securityHeaders } from './security-headers.js'
import { portalSession } from './session.js'
import { signInRoutes } from './sign-in-routes.js'
import { connectTenant } from './tenant.js'

const embedScript = fileURLToPath(import.meta.resolve('@qlik/embed-web-components'))
const publicFolder = fileURLToPath(new URL('../public', import.meta.url))
const demoPasswords = JSON.parse(readFileSync(new URL('../demo/passwords.json', import.meta.url), 'utf8'))

const portal = (config: PortalConfig) => {
  const tenant = connectTenant(config)
  const app = express()
  app.disable('x-powered-by')
  app.use(securityHeaders(config.tenantUrl))
  app.use(express.static(publicFolder, { index: false }))
  app.get('/vendor/qlik-embed-web-components.js', (_request, response) => response.sendFile(embedScript))
  app.use(portalSession(), express.urlencoded({ extended: false }), csrfProtection)
  app.post('/access-token', accessTokenRoute(tenant))
  app.use(signInRoutes(tenant, demoPasswords))
  app.use(pageRoutes(config))
  app.use(tenantTrouble)
  return app
}

/** Answers when the tenant refuses or cannot be reached; the reason goes to the log, not to the browser. */
const tenantTrouble: express.ErrorRequestHandler = (error, _request, response, _next) => {
  console.error('Request failed:', error?.data?.errors ?? error)
  response.status(502).format({
    text: () => response.send('Flight data is not available at the moment.'),
    html: () => response.send(troublePage()),
  })
}

const config = readConfig(process.env)
portal(config).listen(config.port, 'localhost', (error) => {
  if (error) throw error
  console.error(`Portal answers at http://localhost:${config.port}`)
})
