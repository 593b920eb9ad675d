import type { IncomingHttpHeaders } from 'node:http'
import { UnderstudyError } from '@understudy/contract'

/** UTF-8, under its names and that of its subset. */
const charsets: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii'])

/**
 * Refuses bodies that would be read as something else than they are: compressed ones, and those of other characters than
 * UTF-8 (RFC 9110 sections 8.3 and 15.5.16).
 *
 * @throws UnderstudyError REST-UNSUPPORTED-MEDIA-TYPE
 */
export const assertPlainBody = (headers: IncomingHttpHeaders): void => {
  const coding = headers['content-encoding']
  if (coding !== undefined && coding.toLowerCase() !== 'identity') {
    throw unsupported(
      `The body is encoded as ${JSON.stringify(coding.slice(0, 64))}; send it without Content-Encoding.`,
    )
  }
  const [, charset] = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(headers['content-type'] ?? '') ?? []
  if (charset !== undefined && !charsets.has(charset.toLowerCase())) {
    throw unsupported(`The body is of the charset ${JSON.stringify(charset.slice(0, 64))}; send UTF-8.`)
  }
}

const unsupported = (detail: string): UnderstudyError => new UnderstudyError('REST-UNSUPPORTED-MEDIA-TYPE', detail)
