import { afterAll, beforeAll, expect, it } from 'vitest'
import { deleteIdentityProvider } from '../identity-providers/delete-identity-provider.js'
import { jwtPortal, setUp } from '../jwt-login/testing/jwt-portal.js'
import { createBrowserSession } from '../sessions/create-browser-session.js'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { admitPrincipal } from './principal.js'

let tenant: StartedTenant
beforeAll(async () => {
  tenant = await startTenant()
})
afterAll(() => tenant?.close())

it('admits nobody by a session whose sign-in outlasted its identity provider', async () => {
  const { context } = tenant
  const { idpId } = await jwtPortal(tenant)
  const userId = await tenant.addUser()
  const admitted = async () => {
    const { session } = await createBrowserSession(context, {
      userId,
      source: 'interactive',
      idpId,
      authTime: Date.now(),
    })
    const { userEpoch, id, expiresAt } = session
    const credential = { type: 'session', sessionId: id, webIntegrationId: undefined } as const
    return admitPrincipal(context, { userId, userEpoch, actor: undefined, scope: '', expiresAt, credential })
  }
  expect(await admitted()).toMatchObject({ userId })
  await deleteIdentityProvider(context, setUp, idpId)
  await expect(admitted()).rejects.toMatchObject({ code: 'AUTH-TOKEN-REVOKED' })
})
