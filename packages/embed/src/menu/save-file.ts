import { html } from '../charts/element.js'
import { EmbedError, failureOf } from '../failure/embed-failure.js'

/** How long a browser may take to begin saving what it was given, in milliseconds. */
const saveTime = 60_000

/** Characters that names of files may not have everywhere. */
export const fileName = (title: string): string =>
  title
    .replaceAll(/[^\p{L}\p{N} ._-]/gu, '')
    .trim()
    .slice(0, 100) || 'chart'

/** Has the browser save a file. */
export const saveFile = (file: Blob, name: string): void => {
  const address = URL.createObjectURL(file)
  const link = html('a', { href: address, download: name })
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(address), saveTime)
}

interface TenantErrors {
  readonly errors?: readonly { readonly code?: string; readonly title?: string; readonly detail?: string }[]
}

/**
 * Fetches a file of the tenant. The page never goes to its address: what was answered in place of the file would replace it.
 *
 * @throws {EmbedError} `EMBED-UNKNOWN` with what the tenant answered instead
 */
export const fetchFile = async (address: string): Promise<Blob> => {
  const answer = await fetch(address, { credentials: 'omit', referrerPolicy: 'no-referrer' })
  if (answer.ok) return answer.blob()
  const { errors = [] } = (await answer.json().catch(() => ({}))) as TenantErrors
  const { code = String(answer.status), title, detail } = errors[0] ?? {}
  const told = [title, detail].filter((text) => text !== undefined).join('. ')
  throw new EmbedError(failureOf('EMBED-UNKNOWN', told === '' ? code : `${told} (${code})`, answer.status))
}
