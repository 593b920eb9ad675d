import { connectAsAdministrator } from './tenant-rest.mjs'

const IMPERSONATION_GRANT = 'urn:qlik:oauth:user-impersonation'

/**
 * Makes sure that the tenant has the portal's impersonation client, and that it allows the portal's origin.
 *
 * @returns {Promise<{ clientId: string, clientSecret: string }>} the known credentials, or those of a new client
 */
export const ensureImpersonationClient = async ({ tenantUrl, portalUrl, admin, known }) => {
  const call = await connectAsAdministrator(tenantUrl, admin)
  if (known) {
    const path = `/api/v1/oauth-clients/${known.clientId}`
    const { allowedOrigins = [] } = await call('GET', path)
    if (!allowedOrigins.includes(portalUrl))
      await call('PATCH', path, [{ op: 'replace', path: '/allowedOrigins', value: [portalUrl] }])
    return known
  }
  const { clientId, clientSecret } = await call('POST', '/api/v1/oauth-clients', {
    appType: 'web',
    clientName: 'Altimeter portal, impersonation',
    description: 'Tokens in the name of people signed in to the portal',
    allowedScopes: ['user_default'],
    allowedGrantTypes: [IMPERSONATION_GRANT],
    allowedOrigins: [portalUrl],
    connectionConfig: { consentMethod: 'trusted' },
  })
  return { clientId, clientSecret }
}
