import { connectAsAdministrator } from './tenant-rest.mjs'

const MOST_ORIGINS = 5

/**
 * Brings the clients that are known from an earlier start up to date: pages of the portal and of the reader's own app may
 * use the tokens of the one that impersonates, it provisions, and there is one for people.
 *
 * @param {{ tenantUrl: string, origins: readonly string[], known: object }} options `known`: the clients by their job
 * @returns {Promise<object>} the clients by their job: `admin`, `people`, `impersonation`
 */
export const updateClients = async ({ tenantUrl, origins, known }) => {
  const call = await connectAsAdministrator(tenantUrl, known.admin)
  const path = `/api/v1/oauth-clients/${known.impersonation.clientId}`
  const { allowedOrigins = [], mayProvisionUsers } = await call('GET', path)
  const changes = [
    ...(origins.every((origin) => allowedOrigins.includes(origin))
      ? []
      : [{ op: 'replace', path: '/allowedOrigins', value: firstOf([...origins, ...allowedOrigins]) }]),
    ...(mayProvisionUsers ? [] : [{ op: 'replace', path: '/mayProvisionUsers', value: true }]),
  ]
  if (changes.length > 0) await call('PATCH', path, changes)
  return { ...known, people: known.people ?? (await makePeopleClient(call)) }
}

const firstOf = (origins) => [...new Set(origins)].slice(0, MOST_ORIGINS)

const makePeopleClient = async (call) => {
  const { clientId, clientSecret } = await call('POST', '/api/v1/oauth-clients', {
    appType: 'web',
    clientName: 'People',
    description: 'Makes and changes users and groups.',
    allowedScopes: ['admin.users'],
    allowedGrantTypes: ['client_credentials'],
    connectionConfig: { consentMethod: 'trusted' },
  })
  return { clientId, clientSecret }
}
