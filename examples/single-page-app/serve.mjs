// Any server of static files will do; this one puts the addresses into them.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const { TENANT_URL, CLIENT_ID, APP_ID = '2f6c1f0e-7a4b-4f0d-9d3a-1c5b8e2a9f01', PORT = '3000' } = process.env
const files = new Map([
  ['/', 'index.html'],
  ['/oauth-callback.html', 'oauth-callback.html'],
])

createServer((request, response) => {
  const file = files.get(new URL(request.url ?? '/', 'http://localhost').pathname)
  if (!file) return response.writeHead(404).end()
  const text = readFileSync(new URL(file, import.meta.url), 'utf8')
    .replaceAll('TENANT_URL', TENANT_URL)
    .replaceAll('CLIENT_ID', CLIENT_ID)
    .replaceAll('APP_ID', APP_ID)
    .replaceAll('APP_ORIGIN', `http://localhost:${PORT}`)
  return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(text)
}).listen(Number(PORT), 'localhost')
