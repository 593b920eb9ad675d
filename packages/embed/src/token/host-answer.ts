import { type EmbedFailure, failureOf } from '../failure/embed-failure.js'
import { tenantFailure } from '../failure/tenant-answer.js'

/** Characters of an answer that are shown: enough to recognise it. */
const shown = 300

/** Characters of an answer that are looked at: a page of a proxy may be long. */
const looked = 4000

/**
 * What a host gave in place of a token, as a failure: the tenant's own error where the host passed that on, else the answer
 * itself, shortened, as the host's.
 *
 * @param supplier what the host's function is called
 * @param answer what it resolved to or was rejected with
 */
export const failureOfAnswer = (supplier: string, answer: unknown): EmbedFailure => {
  const text = textOf(answer)
  const reason =
    text === '' ? `${supplier} gave no token.` : `${supplier} gave no token. Your app answered: “${shortened(text)}”`
  const passedOn = tenantFailure(envelopeIn(answer), failureOf('EMBED-TOKEN-SUPPLY', reason))
  if (passedOn === undefined) return failureOf('EMBED-TOKEN-SUPPLY', reason)
  return { ...passedOn, reason: `${supplier} gave no token. Your app passed on: ${withoutTokens(passedOn.reason)}` }
}

/** Whether a text has the form of a token of a tenant, a signed JWT (RFC 7515 section 3.1). */
export const isToken = (text: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)

const messageOf = (answer: unknown): unknown => (answer instanceof Error ? answer.message : answer)

/** The text of an answer. Of an object only the names, as its members may be secret. */
const textOf = (answer: unknown): string => {
  const message = messageOf(answer)
  if (typeof message === 'string') return message.trim()
  if (typeof message === 'object' && message !== null)
    return `an object with ${Object.keys(message).join(', ') || 'no members'}`
  return message === undefined || message === null ? '' : String(message)
}

/** The JSON that an answer is or holds; errors of `@qlik/api` have `errors` themselves, or in `data`. */
const envelopeIn = (answer: unknown): unknown => {
  if (typeof answer === 'object' && answer !== null) {
    if ('errors' in answer) return answer
    if ('data' in answer) return answer.data
  }
  const message = messageOf(answer)
  if (typeof message !== 'string' || !message.includes('{')) return undefined
  try {
    return JSON.parse(message.slice(message.indexOf('{')))
  } catch {
    return undefined
  }
}

const shortened = (answer: string): string => {
  const text = withoutTokens(withoutMarkup(answer.slice(0, looked)))
  return text.length > shown ? `${text.slice(0, shown)}…` : text
}

/** What a person reads of an HTML page; for display as text only. */
const withoutMarkup = (answer: string): string =>
  answer.includes('<')
    ? answer
        .replaceAll(/<(script|style|title)\b[\s\S]*?<\/\1\s*>/gi, ' ')
        .replaceAll(/<[^>]*>/g, ' ')
        .replaceAll(/&nbsp;|\s+/g, ' ')
        .trim()
    : answer

/** A panel is seen by everybody who stands behind the person. */
const withoutTokens = (text: string): string => text.replaceAll(/(?<![\w-])eyJ[\w-]+(?:\.[\w-]*){0,2}/g, '[token]')
