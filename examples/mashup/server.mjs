// Serves one page, and access tokens for the user who is signed in.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const {
  TENANT_URL,
  CLIENT_ID,
  CLIENT_SECRET,
  APP_ID = '2f6c1f0e-7a4b-4f0d-9d3a-1c5b8e2a9f01',
  PORT = '3000',
} = process.env

const page = readFileSync(new URL('index.html', import.meta.url), 'utf8')
  .replace('TENANT_URL', TENANT_URL)
  .replace('CLIENT_ID', CLIENT_ID)
  .replace('APP_ID', APP_ID)

// Stands for your own session: the browser cannot choose who it is.
const signedInUser = () => ({ subject: 'mashup|kim', name: 'Kim Sato', groups: ['Western region'] })

const tokenFor = async (user) => {
  const response = await fetch(`${TENANT_URL}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'urn:qlik:oauth:user-impersonation',
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      scope: 'user_default',
      user,
    }),
  })
  return { status: response.ok ? 200 : 502, body: await response.json() }
}

createServer(async (request, response) => {
  const answer = (status, type, text) =>
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text)
  if (request.method === 'GET' && request.url === '/') return answer(200, 'text/html; charset=utf-8', page)
  if (request.method !== 'POST' || request.url !== '/access-token') return answer(404, 'text/plain', 'Not found')
  try {
    const { status, body } = await tokenFor(signedInUser(request))
    answer(status, 'application/json', JSON.stringify(status === 200 ? { token: body.access_token } : body))
  } catch {
    answer(502, 'application/json', JSON.stringify({ errors: [{ title: 'The tenant does not answer' }] }))
  }
}).listen(Number(PORT), 'localhost')
