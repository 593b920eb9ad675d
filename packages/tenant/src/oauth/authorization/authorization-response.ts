import type { UnderstudyError } from '@understudy/contract'
import type { Tenant } from '../../tenants/tenant.js'

/** Where an answer goes. */
export interface ResponseAddress {
  readonly redirectUri: string
  /** Undefined in a refusal of a request that had none. */
  readonly state: string | undefined
}

/** The address that carries a code to the client (RFC 6749 section 4.1.2), with its issuer (RFC 9207). */
export const codeResponse = (tenant: Tenant, { redirectUri, state }: ResponseAddress, code: string): string =>
  withParameters(redirectUri, { code, state, iss: tenant.origin })

/** The address that carries a refusal to the client: RFC 6749 section 4.1.2.1, and the two members of contract 1.2. */
export const errorResponse = (
  tenant: Tenant,
  { redirectUri, state }: ResponseAddress,
  { code, detail, entry }: UnderstudyError,
): string =>
  withParameters(redirectUri, {
    error: entry.oauthError ?? 'invalid_request',
    error_description: printable(entry.title),
    error_code: code,
    error_detail: printable(detail),
    state,
    iss: tenant.origin,
  })

/** Adds to the query that the address may have, leaving every other character as it was registered. */
const withParameters = (address: string, parameters: Readonly<Record<string, string | undefined>>): string => {
  const present = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams(present)}`
}

/** RFC 6749 section 4.1.2.1 allows printable ASCII without quotation mark and backslash. */
const printable = (value: string): string => value.replace(/["\\]/g, "'").replace(/[^\x20-\x7e]/g, '?')
