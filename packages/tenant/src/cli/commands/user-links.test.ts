import { afterAll, beforeAll, expect, it } from 'vitest'
import { dataPaths } from '../../config/data-paths.js'
import { defaultConfig } from '../../config/options.js'
import { rememberServedAddress } from '../../config/served-address.js'
import { registerSignInRoutes } from '../../http/sign-in/register-sign-in-routes.js'
import { openBrowser } from '../../http/sign-in/testing/browser.js'
import { lastRecord } from '../../testing/refusals.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { userInviteCommand } from './user-invite.js'
import { userResetPasswordCommand } from './user-reset-password.js'

let tenant: StartedTenant
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerSignInRoutes] })
})
afterAll(() => tenant?.close())

/** Runs a command on the store of the running tenant. */
const run = async (command: typeof userInviteCommand, positionals: string[], flags = {}, options = {}) => {
  const written: string[] = []
  const stdout = { write: (text: string) => written.push(text) }
  const { config } = tenant.context
  const port = Number(new URL(tenant.url).port)
  await command.run({
    config: { ...config, port, ...options },
    flags: { json: true, ...flags },
    positionals,
    environment: {},
    stdout,
    stderr: stdout,
  })
  return JSON.parse(written.join(''))
}

it('makes links that the running tenant takes, in the name of the operator', async () => {
  const invited = await run(userInviteCommand, ['kim@example.com'], { name: 'Kim Sato' })
  expect(await lastRecord(tenant)).toMatchObject({ event: 'user.invited', actor: { type: 'operator' } })
  expect(invited.link).toMatch(`${tenant.url}/login/link?token=`)
  const page = await openBrowser(tenant).visit(invited.link)
  expect(page.text).toContain('value="Kim Sato"')

  const again = await run(userInviteCommand, ['kim@example.com'])
  expect(again.userId).toBe(invited.userId)
  expect((await openBrowser(tenant).visit(invited.link)).status).toBe(410)
  const browser = openBrowser(tenant)
  await browser.submit(await browser.visit(again.link), { name: 'Kim', password: 'seven green kettles' })

  for (const name of ['kim@example.com', invited.subject, invited.userId]) {
    const reset = await run(userResetPasswordCommand, [name])
    expect(reset.userId).toBe(invited.userId)
    expect((await openBrowser(tenant).visit(reset.link)).text).toContain('Choose a new password')
  }
})

it('names the address where the tenant was served last, unless it is told another', async () => {
  const address = dataPaths(tenant.context.config).servedAddressFile
  const originOfLink = async (options: object) =>
    new URL((await run(userInviteCommand, ['port@example.com'], {}, options)).link).origin
  const defaults = { port: defaultConfig.port }
  expect(await originOfLink(defaults)).toBe('http://127.0.0.1:4802')
  rememberServedAddress(address, { url: tenant.url })
  expect(await originOfLink(defaults)).toBe(tenant.url)
  expect(await originOfLink({ port: 0 })).toBe(tenant.url)
  expect(await originOfLink({ port: 5900 })).toBe('http://127.0.0.1:5900')
  expect(await originOfLink({ host: '0.0.0.0' })).toBe('http://localhost:'.concat(new URL(tenant.url).port))
  expect(await originOfLink({ publicOrigin: 'https://told.example' })).toBe('https://told.example')
  rememberServedAddress(address, { url: tenant.url, publicOrigin: 'https://served.example' })
  expect(await originOfLink(defaults)).toBe('https://served.example')
  expect(await originOfLink({ ...defaults, publicOrigin: 'https://told.example' })).toBe('https://told.example')
})

it('refuses what is no address, and users who are not active', async () => {
  await expect(run(userInviteCommand, ['kim'])).rejects.toMatchObject({ code: 'CLI-USAGE' })
  await expect(run(userInviteCommand, ['kim@example.com'])).rejects.toMatchObject({ code: 'USERS-INVITE-ACTIVE' })
  await tenant.addUser({ subject: 'off', subject_folded: 'off', status: 'disabled' })
  await expect(run(userResetPasswordCommand, ['off'])).rejects.toMatchObject({ code: 'USERS-7' })
})
