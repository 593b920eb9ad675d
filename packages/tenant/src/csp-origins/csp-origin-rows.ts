import { rest, UnderstudyError } from '@understudy/contract'
import type { CspOriginRow } from '../store/schema.js'

/** An entry as REST shows it; every directive is told. */
export const cspOriginRecord = (row: CspOriginRow): rest.CspOrigin => {
  const on: readonly string[] = JSON.parse(row.directives)
  return {
    id: row.id,
    origin: row.origin,
    ...(row.name !== null && { name: row.name }),
    ...(row.description !== null && { description: row.description }),
    ...Object.fromEntries(rest.cspDirectives.map((directive) => [directive, on.includes(directive)])),
    createdDate: row.created_at,
    modifiedDate: row.updated_at,
  }
}

/** What of a row a body decides. */
export const cspOriginColumns = (
  body: rest.CspOriginContent,
): Pick<CspOriginRow, 'origin' | 'name' | 'description' | 'directives'> => ({
  origin: hostSource(body.origin),
  name: body.name ?? null,
  description: body.description ?? null,
  directives: JSON.stringify(rest.cspDirectives.filter((directive) => body[directive] === true)),
})

/**
 * Reads a source of a policy: one origin, or one host. Whatever else the grammar of policies knows (wildcards, schemes,
 * keywords, further directives behind a semicolon) would open our pages wider than anybody could oversee.
 *
 * @throws UnderstudyError CSP-ORIGIN-INVALID
 */
const hostSource = (text: string): string => {
  const withScheme = text.includes('://') ? text : `https://${text}`
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined
  const local = url?.hostname === 'localhost' || url?.hostname === '127.0.0.1'
  // What browsers take for a host name includes quoted keywords of policies.
  const plain = url?.origin === withScheme.toLowerCase() && /^[a-z0-9.-]+$|^\[[0-9a-f:]+\]$/.test(url.hostname)
  if (url === undefined || !plain || !(url.protocol === 'https:' || (url.protocol === 'http:' && local))) {
    throw new UnderstudyError('CSP-ORIGIN-INVALID', `${JSON.stringify(text)} is no origin of one host.`, {
      source: { pointer: '/origin' },
    })
  }
  return text.toLowerCase()
}
