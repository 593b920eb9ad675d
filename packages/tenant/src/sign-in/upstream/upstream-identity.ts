import { isWellFormedText, UnderstudyError } from '@understudy/contract'
import type { ClaimsMapping, OidcOptions } from '../../identity-providers/oidc-options.js'
import type { VouchedUser } from '../../identity-providers/vouched-user.js'

/** Groups that are taken from one sign-in at most (contract 7 names this figure). */
const mostGroups = 1000

/**
 * Reads the identity out of a provider's claims, by the mapping of its settings (contract 4.5).
 * A provider that names no groups says that there are none.
 *
 * @throws UnderstudyError LOGIN-PROVIDER-CLAIMS when there is no usable subject
 */
export const upstreamIdentity = (
  claims: Readonly<Record<string, unknown>>,
  { claimsMapping, emailVerifiedAlwaysTrue }: Pick<OidcOptions, 'claimsMapping' | 'emailVerifiedAlwaysTrue'>,
): VouchedUser => {
  const claim = (name: keyof ClaimsMapping): unknown => firstValue(claims, claimsMapping[name])
  const text = (name: keyof ClaimsMapping): string | undefined => plainText(claim(name))
  const subject = text('sub')
  // With blanks around it, it is another person's than without: nothing is cut off here.
  if (subject === undefined || subject !== claim('sub') || subject.length > 256)
    throw new UnderstudyError(
      'LOGIN-PROVIDER-CLAIMS',
      `The identity provider names no usable subject at ${claimsMapping.sub.join(' or ')}.`,
    )
  const email = text('email')
  const verified = emailVerifiedAlwaysTrue === true || claim('email_verified') === true
  const picture = text('picture')
  return {
    subject,
    name: text('name')?.slice(0, 256),
    email: verified && email !== undefined && isAddress(email) ? email : undefined,
    picture: picture !== undefined && /^https?:\/\//.test(picture) && picture.length <= 2048 ? picture : undefined,
    locale: text('locale')?.slice(0, 32),
    zoneinfo: text('zoneinfo')?.slice(0, 64),
    groups: groupNames(claim('groups')),
  }
}

const groupNames = (value: unknown): string[] => {
  const names = (Array.isArray(value) ? value : [value]).map(plainText)
  return [...new Set(names.flatMap((name) => (name !== undefined && name.length <= 256 ? [name] : [])))].slice(
    0,
    mostGroups,
  )
}

/** Section access ignores blanks around a name, so that one with them would be another person's. */
const plainText = (value: unknown): string | undefined => {
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be in a name
  return text === '' || !isWellFormedText(text) || /[\u0000-\u001f\u007f-\u009f]/.test(text) ? undefined : text
}

const isAddress = (text: string): boolean => text.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(text)

const firstValue = (claims: unknown, pointers: readonly string[]): unknown =>
  pointers.map((pointer) => valueAt(claims, pointer)).find((value) => value !== undefined && value !== null)

/** What a JSON Pointer (RFC 6901) names. */
const valueAt = (document: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (value, step) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, step)
          ? (value as Record<string, unknown>)[step]
          : undefined,
      document,
    )
