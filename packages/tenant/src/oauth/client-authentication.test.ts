import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashSecret } from '../clients/client-secret.js'
import { directExecution, setDirectExecution } from '../store/direct-execution.js'
import { type Credentials, type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { authenticateClient } from './client-authentication.js'

let tenant: StartedTenant
let client: Credentials
const asked: { sql: string; parameters: readonly unknown[] }[] = []

beforeAll(async () => {
  tenant = await startTenant()
  client = await tenant.addClient()
  const { store } = tenant.dependencies
  const execute = directExecution(store)
  setDirectExecution(store, (query) => {
    asked.push({ sql: query.sql, parameters: query.parameters })
    return execute(query)
  })
})
afterAll(() => tenant.close())

/** What the store is asked while these credentials are refused. */
const refusal = async (clientId: string, clientSecret: string) => {
  asked.length = 0
  const refused = authenticateClient(tenant.context, { clientId, clientSecret, authorization: undefined })
  await expect(refused).rejects.toMatchObject({ code: 'OAUTH-14' })
  return [...asked]
}

describe('refusing credentials', () => {
  it('takes the same work for a client that exists and for one that does not', async () => {
    const wrong = await refusal(client.clientId, 'wrong')
    const unknown = await refusal('nobody', 'wrong')
    expect(wrong).toHaveLength(1)
    expect(unknown.map(({ sql }) => sql)).toEqual(wrong.map(({ sql }) => sql))
    // The presented secret was hashed for both, before anything was known of the client.
    for (const [query] of [wrong, unknown]) expect(query?.parameters).toContain(hashSecret('wrong'))
  })
})
