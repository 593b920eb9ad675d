import { lookup as systemLookup } from 'node:dns/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.js'

/** An address of a host. */
export interface HostAddress {
  readonly address: string
  readonly family: number
}

/** What requests of the tenant to other hosts depend on. */
export interface OutboundEffects {
  /** Finds the addresses of a host name. */
  readonly resolve: (hostname: string) => Promise<readonly HostAddress[]>
  /** Certificates to trust in place of the system's, PEM. */
  readonly ca?: string
  /** Milliseconds for a whole request, the name's resolution included. */
  readonly timeout: number
}

/** The operating system's resolver and certificates. */
export const systemOutboundEffects: OutboundEffects = {
  resolve: (hostname) => systemLookup(hostname, { all: true }),
  timeout: 5000,
}

/** A JSON document of another host. */
export interface OutboundDocument {
  readonly value: unknown
  /** `max-age` of its `Cache-Control` header, seconds; undefined where it names none. */
  readonly maxAge: number | undefined
}

/** How the tenant asks other hosts, at addresses (URLs) that its administrators entered. */
export interface OutboundRequests {
  /**
   * Reads a JSON document.
   *
   * @throws Error that says why, for the process only: answers built on it would map the network behind the tenant
   */
  readonly getJson: (url: string) => Promise<OutboundDocument>
  /**
   * Makes a request for a library that speaks a protocol. Redirects are answers like any other. Plain HTTP is spoken
   * with a server of this machine that the operator has named, and with nobody else.
   *
   * @throws Error that says why, for the process only
   */
  readonly fetch: (url: string, init: OutboundRequest) => Promise<Response>
}

/** A request to make. */
export interface OutboundRequest {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

/** Bytes of an answer at most. */
const answerLimit = 64 * 1024

const jsonType = /^application\/(?:[\w.-]+\+)?json\b/i

/**
 * Makes requests that cannot be turned against the operator's network (SSRF): https only, no redirects, no address that
 * is not public, little data, little time. The addresses of a name are looked up once, checked, and then connected to, so
 * that a name which changes its address in between (DNS rebinding) gains nothing.
 *
 * @param privateHosts host names, and addresses, that may be private
 */
export const outboundRequests = (privateHosts: readonly string[], effects: OutboundEffects): OutboundRequests => ({
  getJson: async (text) => {
    const url = new URL(text)
    if (url.protocol !== 'https:') throw new Error('The URL is not https.')
    const answer = await sendChecked(
      url,
      { method: 'GET', headers: { accept: 'application/json' } },
      privateHosts,
      effects,
    )
    if (answer.statusCode !== 200) throw abandoned(answer, `The status is ${answer.statusCode}.`)
    if (!jsonType.test(answer.headers['content-type'] ?? '')) throw abandoned(answer, 'The answer is no JSON.')
    const body = await readBody(answer)
    return { value: JSON.parse(body), maxAge: maxAgeOf(answer.headers['cache-control']) }
  },
  fetch: async (text, init) => {
    const url = new URL(text)
    if (url.protocol !== 'https:' && !isNamedLoopback(url, privateHosts)) throw new Error('The URL is not https.')
    const answer = await sendChecked(url, init, privateHosts, effects)
    const body = await readBody(answer)
    const status = answer.statusCode ?? 502
    const headers = new Headers()
    for (const [name, value] of Object.entries(answer.headersDistinct))
      for (const each of value ?? []) headers.append(name, each)
    return new Response(bodilessStatuses.has(status) ? null : body, { status, headers })
  },
})

/** A `Response` of these must not have a body (the Fetch standard's null body statuses). */
const bodilessStatuses: ReadonlySet<number> = new Set([204, 205, 304])

const isNamedLoopback = (url: URL, privateHosts: readonly string[]): boolean => {
  const hostname = bareHostname(url)
  return (
    url.protocol === 'http:' && ['localhost', '127.0.0.1', '::1'].includes(hostname) && privateHosts.includes(hostname)
  )
}

/** Sends a request to the addresses that its host has now, all of them checked. */
const sendChecked = async (
  url: URL,
  { method, headers, body }: OutboundRequest,
  privateHosts: readonly string[],
  effects: OutboundEffects,
): Promise<IncomingMessage> => {
  const signal = AbortSignal.timeout(effects.timeout)
  const addresses = await checkedAddresses(url, privateHosts, effects, signal)
  return send(
    url.protocol === 'https:' ? httpsRequest : httpRequest,
    {
      method,
      protocol: url.protocol,
      hostname: bareHostname(url),
      port: url.port || (url.protocol === 'https:' ? 443 : 80),
      path: `${url.pathname}${url.search}`,
      headers: { 'user-agent': 'understudy', ...headers },
      // A connection of its own: one that is kept may lead to an address that was checked for another host.
      agent: false,
      lookup: pinnedLookup(addresses),
      signal,
      ...(effects.ca === undefined ? {} : { ca: effects.ca }),
    },
    body,
  )
}

/** IPv6 addresses stand in brackets in a URL, and nowhere else. */
const bareHostname = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')

const checkedAddresses = async (
  url: URL,
  privateHosts: readonly string[],
  { resolve }: OutboundEffects,
  signal: AbortSignal,
): Promise<readonly HostAddress[]> => {
  const hostname = bareHostname(url)
  const family = isIP(hostname)
  const addresses =
    family === 0 ? await Promise.race([resolve(hostname), whenAborted(signal)]) : [{ address: hostname, family }]
  if (addresses.length === 0) throw new Error(`${hostname} has no address.`)
  const forbidden = addresses.find(({ address }) => !isPublicAddress(address))
  if (forbidden !== undefined && !privateHosts.includes(hostname)) {
    throw new Error(`${hostname} has the address ${forbidden.address}, which is not public.`)
  }
  return addresses
}

const whenAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

/** Connects to the addresses that were checked, whatever the name resolves to by now. */
const pinnedLookup =
  (addresses: readonly HostAddress[]): LookupFunction =>
  (_hostname, options, callback) => {
    const [first] = addresses
    if (options.all) callback(null, [...addresses])
    else callback(null, first?.address ?? '', first?.family)
  }

const send = (
  request: typeof httpsRequest,
  options: RequestOptions,
  body: string | undefined,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request(options, resolve).once('error', reject).end(body)
  })

const readBody = async (answer: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > answerLimit) throw abandoned(answer, `The answer is larger than ${answerLimit} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

const abandoned = (answer: IncomingMessage, reason: string): Error => {
  answer.destroy()
  return new Error(reason)
}

/** RFC 9111 section 5.2.2.1; `no-store` and `no-cache` ask for no age at all. */
const maxAgeOf = (header: string | undefined): number | undefined => {
  if (header === undefined) return undefined
  if (/\bno-(?:store|cache)\b/i.test(header)) return 0
  const seconds = /\bmax-age=(\d{1,9})\b/i.exec(header)?.[1]
  return seconds === undefined ? undefined : Number(seconds)
}
