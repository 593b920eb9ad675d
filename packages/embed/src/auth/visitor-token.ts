import type { HostConfig } from '@qlik/api/auth'
import { embedError } from '../failure/embed-failure.js'
import { originOf } from './host.js'
import { requestToken } from './token-request.js'

/** One supplier per tenant, client and access code, since suppliers are told apart by identity. */
const suppliers = new Map<string, () => Promise<string>>()

/**
 * Turns the host configuration of a visitor without an account into one whose tokens come from the access code, so that
 * they are kept and renewed like all others. Any other configuration stays as it is.
 *
 * @throws {EmbedError} EMBED-HOST-CONFIG without a client or an access code, or for a host that is no URL
 */
export const withVisitorToken = (hostConfig: HostConfig): HostConfig => {
  const { authType, accessCode, getAccessToken, ...config } = hostConfig as HostConfig & {
    authType?: string
    accessCode?: string
    getAccessToken?: unknown
  }
  // Without an authType an access code makes one (contract section 5.3).
  const type = authType?.toLowerCase() ?? (accessCode === undefined ? undefined : 'anonymous')
  if (type !== 'anonymous') return hostConfig
  const { clientId } = config as { clientId?: string }
  if (clientId === undefined) throw embedError('EMBED-HOST-CONFIG', 'The client-id is missing.')
  if (accessCode === undefined) throw embedError('EMBED-HOST-CONFIG', 'The access-code is missing.')
  const supplier = supplierOf(originOf(config.host), clientId, accessCode)
  return { ...config, authType: 'oauth2', clientId, getAccessToken: supplier } as HostConfig
}

const supplierOf = (origin: string, clientId: string, accessCode: string): (() => Promise<string>) => {
  const key = JSON.stringify([origin, clientId, accessCode])
  const known = suppliers.get(key)
  if (known !== undefined) return known
  const supplier = (): Promise<string> =>
    requestToken(origin, '/oauth/token/anonymous-embed', {
      eac: accessCode,
      client_id: clientId,
      grant_type: 'urn:qlik:oauth:anonymous-embed',
      tracking_code: trackingCode(`understudy-visitor-${clientId}`),
    })
  suppliers.set(key, supplier)
  return supplier
}

/** What tells this browser from other visitors, made up here and kept, as the published client writes it. */
const trackingCode = (name: string): string => {
  const made = newTrackingCode()
  try {
    const kept = localStorage.getItem(name) ?? made
    localStorage.setItem(name, kept)
    return kept
  } catch {
    // Storage is blocked: the visitor is a new one at each visit.
    return made
  }
}

/** 40 hexadecimal digits, of which the first are the time in seconds. */
const newTrackingCode = (): string => {
  const time = Math.floor(Date.now() / 1000).toString(16)
  const random = [...crypto.getRandomValues(new Uint8Array(20))].map((byte) => byte.toString(16).padStart(2, '0'))
  return `${time}${random.join('')}`.slice(0, 40)
}
