// Serves the built page, its settings, and access tokens for the user who is signed in.
import express from 'express'

const {
  TENANT_URL,
  CLIENT_ID,
  CLIENT_SECRET,
  APP_ID = '2f6c1f0e-7a4b-4f0d-9d3a-1c5b8e2a9f01',
  PORT = '3000',
} = process.env

// Stands for your own session: the browser cannot choose who it is.
const signedInUser = () => ({ subject: 'react-app|kim', name: 'Kim Sato', groups: ['Western region'] })

const app = express()
app.use((_request, response, next) => {
  response.set('cache-control', 'no-store')
  next()
})
app.get('/settings', (_request, response) => response.json({ host: TENANT_URL, clientId: CLIENT_ID, appId: APP_ID }))
app.post('/access-token', async (request, response) => {
  const answer = await fetch(`${TENANT_URL}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'urn:qlik:oauth:user-impersonation',
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      scope: 'user_default',
      user: signedInUser(request),
    }),
  })
  const { access_token: token, errors } = await answer.json()
  if (token) response.type('text/plain').send(token)
  else response.status(502).send({ errors })
})
app.use(express.static(process.env.PAGE ?? 'dist'))
// Every other path is a route of the page.
app.use((_request, response) => response.sendFile('index.html', { root: process.env.PAGE ?? 'dist' }))
app.listen(Number(PORT), 'localhost')
