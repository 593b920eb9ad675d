import type { TenantContext } from '../tenants/tenant-context.js'
import { returnAddress } from './return-address.js'

/** Where a sign-in leads, checked. */
export interface WantedSignIn {
  /** A path of the tenant, or a page of the web integration. */
  readonly returnTo: string
  readonly webIntegrationId: string | undefined
}

/**
 * Reads where a sign-in shall lead.
 *
 * @throws UnderstudyError LOGIN-8, LOGIN-10
 */
export const wantedSignIn = async (
  { store, tenant }: TenantContext,
  returnto: string | undefined,
  webIntegrationId: string | undefined,
): Promise<WantedSignIn> => {
  if (webIntegrationId === undefined) return { returnTo: returnAddress(tenant, { returnto }), webIntegrationId }
  const integration = await store
    .selectFrom('web_integrations')
    .select('valid_origins')
    .where('tenant_id', '=', tenant.id)
    .where('id', '=', webIntegrationId)
    .executeTakeFirst()
  const integrationOrigins: string[] = integration === undefined ? [] : JSON.parse(integration.valid_origins)
  return {
    returnTo: returnAddress(tenant, { returnto, integrationOrigins }),
    // A session of an integration that does not exist would count nowhere.
    webIntegrationId: integration === undefined ? undefined : webIntegrationId,
  }
}
