import { hash } from 'node:crypto'
import { UnderstudyError } from '@understudy/contract'
import { spendOnce } from '../../store/spend-once.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { browserCookie, readBrowserCookie } from '../browser-cookie.js'
import type { WantedSignIn } from '../wanted-sign-in.js'

/** Seconds within which somebody has to come back from the identity provider. */
const lifetime = 600

/** A sign-in that is under way at an identity provider. */
export interface UpstreamTransaction extends WantedSignIn {
  readonly providerId: string
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** The user has to prove who they are now, not some time before. */
  readonly fresh: boolean
  /** The user is asked which account to use, and need not prove again to be its owner. */
  readonly chosen: boolean
}

/**
 * The `Set-Cookie` value that holds a transaction, sealed, in the browser that began it: nobody else can end it, and
 * beginning one costs the tenant nothing. Each has its own cookie, so that two tabs do not disturb each other.
 */
export const transactionCookie = ({ sealing, tenant }: TenantContext, transaction: UpstreamTransaction): string => {
  const { state } = transaction
  const sealed = sealing.seal(place(tenant.id, state), JSON.stringify(transaction))
  return browserCookie(cookieName(state), sealed, lifetime)
}

/** The `Set-Cookie` value that makes the browser forget a transaction. */
export const clearedTransactionCookie = (state: string): string => browserCookie(cookieName(state), '', 0)

/**
 * Takes up the transaction of an answer, once.
 *
 * @throws UnderstudyError LOGIN-TRANSACTION-INVALID when this browser began none, or it ended or is too old
 */
export const takeTransaction = async (
  { store, sealing, tenant, clock }: TenantContext,
  cookieHeader: string | undefined,
  state: string,
): Promise<UpstreamTransaction> => {
  const sealed = readBrowserCookie(cookieHeader, cookieName(state))
  const transaction = sealed === undefined ? undefined : opened(sealing, place(tenant.id, state), sealed)
  const now = clock()
  const expiresAt = (transaction?.startedAt ?? 0) + lifetime * 1000
  if (transaction === undefined || now >= expiresAt) throw invalid()
  const spent = {
    tenantId: tenant.id,
    use: 'upstream-sign-in',
    issuer: transaction.providerId,
    id: state,
    expiresAt,
  } as const
  if (!(await spendOnce(store, spent, now))) throw invalid()
  return transaction
}

const opened = (
  sealing: TenantContext['sealing'],
  at: readonly string[],
  sealed: string,
): UpstreamTransaction | undefined => {
  try {
    return JSON.parse(sealing.open(at, sealed))
  } catch {
    return undefined
  }
}

const invalid = (): UnderstudyError =>
  new UnderstudyError('LOGIN-TRANSACTION-INVALID', 'The sign-in was not begun in this browser, or is over.')

const place = (tenantId: string, state: string): readonly string[] => [tenantId, 'upstream-sign-in', state]

const cookieName = (state: string): string => `understudy-sign-in-${hash('sha256', state, 'base64url').slice(0, 16)}`
