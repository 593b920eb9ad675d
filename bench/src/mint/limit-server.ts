import { createHash, generateKeyPairSync, randomUUID, sign, timingSafeEqual } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'

/**
 * The limit: the least that any Node server must do to mint an impersonation token: parse, look the client and the user
 * up in memory, compare the secret's hash, sign with ES256. No store, no audit, no schema, no framework. It answers the
 * requests of one turn of the event loop together, which costs less under load than each as it comes.
 */
const [clientSecret, userId, port] = process.argv.slice(2) as [string, string, string]
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const secretHashes = new Map([['limit', createHash('sha256').update(clientSecret).digest()]])
const users = new Map([[userId, { status: 'active' }]])
const header = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'at+jwt', kid: 'limit' })).toString('base64url')

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => atEndOfTurn(() => answer(Buffer.concat(chunks).toString('utf8'), response)))
})

let waiting: (() => void)[] = []

function atEndOfTurn(work: () => void): void {
  if (waiting.push(work) > 1) return
  setImmediate(() => {
    const taken = waiting
    waiting = []
    for (const each of taken) each()
  })
}

function answer(text: string, response: ServerResponse): void {
  const body = JSON.parse(text)
  const expected = secretHashes.get(body.client_id)
  const presented = createHash('sha256').update(body.client_secret).digest()
  const user = users.get(body.user_lookup.value)
  if (!expected || !timingSafeEqual(expected, presented) || user?.status !== 'active') {
    response.writeHead(401).end()
    return
  }
  const token = JSON.stringify({ access_token: mint(body), token_type: 'bearer', expires_in: 21600 })
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(token) })
  response.end(token)
}

function mint(body: { client_id: string; scope: string; user_lookup: { value: string } }): string {
  const iat = Math.floor(Date.now() / 1000)
  const claims = {
    iss: `http://127.0.0.1:${port}`,
    aud: `http://127.0.0.1:${port}`,
    sub: body.user_lookup.value,
    client_id: body.client_id,
    scope: body.scope,
    act: { sub: body.client_id },
    jti: randomUUID(),
    iat,
    exp: iat + 21600,
  }
  const input = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

server.listen(Number(port), '127.0.0.1', () => console.log('ready'))
process.once('SIGTERM', () => process.exit(0))
