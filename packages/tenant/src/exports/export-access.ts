import { scopesCover, UnderstudyError } from '@understudy/contract'
import type { DataOrigin, Principal } from '@understudy/engine'
import { rightsOf } from '../apps/app-rights.js'
import { type App, readApp } from '../apps/app-rows.js'
import { assertMayOpenApp } from '../apps/readable-apps.js'
import { storedApp } from '../apps/stored-app.js'
import { accessText } from '../engine-host/sessions/session-registry.js'
import { currentVersion } from '../engine-host/stored-version.js'
import { type AccessPrincipal, admitPrincipal, type PresentedIdentity } from '../oauth/principal.js'
import { enginePrincipal } from '../qix/engine-principal.js'
import type { TenantContext } from '../tenants/tenant-context.js'

/** With what somebody exports data, and what decided which rows are in it. */
export interface ExportAccess {
  readonly presented: PresentedIdentity
  readonly reducedFor: string
  readonly origin: DataOrigin
}

const scopes = ['apps', 'apps:export', 'admin.apps', 'admin.apps:export'] as const

/** What is kept of an access, to look at again later. */
export const presentedBy = ({ userId, userEpoch, actor, expiresAt, credential, scopes }: AccessPrincipal) => ({
  userId,
  userEpoch,
  actor,
  expiresAt,
  credential,
  scope: scopes.join(' '),
})

/** Whatever of a person decided which rows an export has. */
export const reductionText = (principal: Principal): string => JSON.stringify([principal.userId, accessText(principal)])

/**
 * Lets those pass who may have the data of an export now: by the credential that it was made with, which stands behind it
 * still, with the rows that the person would be given today.
 *
 * @throws UnderstudyError `EXPORT-NOT-ALLOWED`, `EXPORT-GONE`, `AUTH-TOKEN-REVOKED`, `APP-UNKNOWN`, `APP-NO-ACCESS`
 */
export const assertMayHave = async (
  context: TenantContext,
  { presented, reducedFor, origin }: ExportAccess,
): Promise<AccessPrincipal> => {
  if (context.clock() >= presented.expiresAt) throw exportGone('the access has expired')
  const admitted = await admitPrincipal(context, presented)
  if (!scopes.some((scope) => scopesCover(admitted.scopes, scope)))
    throw new UnderstudyError('EXPORT-NOT-ALLOWED', 'it needs the scope apps:export')
  const app = await readApp(context.store, context.tenant.id, origin.appId)
  // A visitor has no roles; the access code is what lets them into its one app.
  if (admitted.onlyApp !== origin.appId) await assertMayOpenApp(context, admitted, origin.appId)
  if (origin.ownScript) await assertMayScript(context, admitted, app)
  if (reductionText(await enginePrincipal(context, admitted)) !== reducedFor)
    throw exportGone('what the person may see has changed')
  await assertSameSectionAccess(context, app, origin)
  return admitted
}

/** @throws UnderstudyError `EXPORT-GONE` where a script of the person would not be given the data any more */
const assertMayScript = async (context: TenantContext, admitted: AccessPrincipal, app: App): Promise<void> => {
  const rights = await rightsOf(context, admitted, app)
  if (app.has_section_access === 1 || !rights.has('update') || !rights.has('source'))
    throw exportGone('the person may not load the data any more')
}

/** Section access comes with the data: newer data may let the person see less. */
const assertSameSectionAccess = async ({ config }: TenantContext, app: App, { version }: DataOrigin): Promise<void> => {
  if (app.has_section_access !== 1) return
  if (version !== (await currentVersion(storedApp(config, app))))
    throw exportGone('the app, which restricts rows, has newer data')
}

/** What every refused address is answered with; the reason is for the person who exported. */
export const exportGone = (reason: string): UnderstudyError => new UnderstudyError('EXPORT-GONE', reason)
