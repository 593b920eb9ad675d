import { afterAll, beforeAll, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerRestRoutes } from './register-rest-routes.js'
import { machineCaller, type RestCaller } from './testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  admin = await machineCaller(tenant)
})
afterAll(() => tenant.close())

/** The events in the chain, without those of tokens. */
const events = async (): Promise<{ event: string; subject: string; actor: { id: string } }[]> => {
  const rows = await tenant.dependencies.store.selectFrom('audit_journal').select('record').orderBy('seq').execute()
  return rows.map(({ record }) => JSON.parse(record)).filter(({ event }) => !event.startsWith('oauth-token.'))
}

const replace = (path: string, value: unknown) => [{ op: 'replace', path, value }]

it('every change is in the journal, with its actor, before it is answered; a refused change is not', async () => {
  const before = (await events()).length
  const told: [event: string, subject: string | undefined][] = []
  const change = async (
    event: string,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Record<string, string>> => {
    const answer = await admin(method, path, body)
    expect([method, path, answer.status < 300]).toEqual([method, path, true])
    const subject = answer.body?.clientId ?? answer.body?.id ?? path.split('/')[2]
    told.push([event, event === 'group-settings.updated' ? undefined : subject])
    expect((await events()).slice(before).map((record) => [record.event, record.subject])).toEqual(told)
    return answer.body
  }

  const { id: group } = await change('group.created', 'POST', '/groups', { name: 'g', providerType: 'custom' })
  await change('group.updated', 'PATCH', `/groups/${group}`, replace('/name', 'h'))
  await change('group.deleted', 'DELETE', `/groups/${group}`)
  await change('group-settings.updated', 'PATCH', '/groups/settings', replace('/autoCreateGroups', true))
  const { id: user } = await change('user.created', 'POST', '/users', { subject: 's' })
  await change('user.updated', 'PATCH', `/users/${user}`, replace('/name', 'n'))
  await change('user.deleted', 'DELETE', `/users/${user}`)
  await change('space.created', 'POST', '/spaces', { name: 's', type: 'shared' })
  const { clientId } = await change('oauth-client.created', 'POST', '/oauth-clients', {
    appType: 'web',
    clientName: 'c',
  })
  const client = `/oauth-clients/${clientId}`
  await change('oauth-client.updated', 'PATCH', client, replace('/clientName', 'd'))
  await change('oauth-client.published', 'POST', `${client}/actions/publish`)
  const { hint } = await change('oauth-client.secret.created', 'POST', `${client}/client-secrets`)
  await change('oauth-client.secret.deleted', 'DELETE', `${client}/client-secrets/${hint}`)
  const config = `${client}/connection-configs/me`
  await change('oauth-client.connection-config.updated', 'PATCH', config, replace('/consentMethod', 'trusted'))
  await change('oauth-client.connection-config.deleted', 'DELETE', config)
  await change('oauth-client.deleted', 'DELETE', client)

  expect((await admin('POST', '/users', { subject: 'x', assignedRoles: [{ name: 'Emperor' }] })).status).toBe(400)
  expect((await admin('DELETE', `/users/${user}`)).status).toBe(404)
  const all = (await events()).slice(before)
  expect(all).toHaveLength(told.length)
  const { body: me } = await admin('GET', '/users/me')
  expect(new Set(all.map((record) => record.actor.id))).toEqual(new Set([me.id]))
})
