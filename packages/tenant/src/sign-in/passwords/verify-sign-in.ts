import { UnderstudyError } from '@understudy/contract'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { countAttempt } from '../attempts/count-attempt.js'
import { knownBrowserOf } from '../attempts/known-browser.js'
import { type SignInRequest, traceOf } from '../request-trace.js'
import { findPasswordAccount } from './password-account.js'
import { hashPassword, isOutdated, verifyPassword } from './password-hash.js'

/** What somebody typed. */
export interface PasswordCredentials {
  /** Email address or subject. */
  readonly login: string
  readonly password: string
}

/** Stands for the user that a name does not belong to, so that the same work is done. */
const nobody = '000000000000000000000000'

/**
 * Checks name and password. Whoever does not exist, has no password or is not active is refused with the same words
 * after the same work as for a wrong password.
 *
 * @returns the user's id
 * @throws UnderstudyError LOGIN-DIRECTORY-OFF, LOGIN-REFUSED, LOGIN-TOO-MANY-ATTEMPTS (both recorded), LOGIN-BUSY
 */
export const verifySignIn = async (
  context: TenantContext,
  { login, password }: PasswordCredentials,
  request: SignInRequest,
): Promise<string> => {
  if (!context.config.builtInDirectory)
    throw new UnderstudyError('LOGIN-DIRECTORY-OFF', 'Nobody signs in with a password here.')
  const account = await findPasswordAccount(context.store, context.tenant.id, login)
  const knownBrowser = knownBrowserOf(context, request.cookieHeader, account?.userId ?? nobody)
  const succeeded = await recordingRefusal(context, request, account?.userId, () =>
    countAttempt(
      context,
      knownBrowser === undefined ? { kind: 'account', of: login } : { kind: 'known-browser', of: knownBrowser },
      request.address,
    ),
  )
  const owner = { tenantId: context.tenant.id, userId: account?.userId ?? nobody }
  const fits = await verifyPassword(context, owner, account?.hash, password)
  if (account === undefined || !fits) {
    return recordingRefusal(context, request, account?.userId, async () => {
      throw new UnderstudyError('LOGIN-REFUSED', 'Name and password do not fit, or this account cannot sign in here.')
    })
  }
  await succeeded()
  if (isOutdated(account.hash)) await rehash(context, owner, account.hash, password)
  return account.userId
}

/** Runs what may refuse a sign-in, and records a refusal. The name as typed is not told: it may be a password. */
const recordingRefusal = async <T>(
  context: TenantContext,
  request: SignInRequest,
  userId: string | undefined,
  check: () => Promise<T>,
): Promise<T> => {
  try {
    return await check()
  } catch (error) {
    if (error instanceof UnderstudyError) {
      await context.audit.append(context.tenant.id, {
        event: 'user-session.refused',
        outcome: 'refused',
        subject: userId,
        ...traceOf(request),
        errorCode: error.code,
      })
    }
    throw error
  }
}

/** Replaces a hash of other parameters, unless the password was changed meanwhile. */
const rehash = async (
  context: TenantContext,
  owner: { readonly tenantId: string; readonly userId: string },
  outdated: string,
  password: string,
): Promise<void> => {
  const hash = await hashPassword(context, owner, password)
  await context.store
    .updateTable('passwords')
    .set({ hash })
    .where('tenant_id', '=', owner.tenantId)
    .where('user_id', '=', owner.userId)
    .where('hash', '=', outdated)
    .execute()
}
