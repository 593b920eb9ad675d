import { afterAll, beforeAll, expect, it } from 'vitest'
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
const run = async (command: typeof userInviteCommand, positionals: string[], flags = {}) => {
  const written: string[] = []
  const stdout = { write: (text: string) => written.push(text) }
  const { config } = tenant.context
  const port = Number(new URL(tenant.url).port)
  await command.run({
    config: { ...config, port },
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

it('refuses what is no address, and users who are not active', async () => {
  await expect(run(userInviteCommand, ['kim'])).rejects.toMatchObject({ code: 'CLI-USAGE' })
  await expect(run(userInviteCommand, ['kim@example.com'])).rejects.toMatchObject({ code: 'USERS-INVITE-ACTIVE' })
  await tenant.addUser({ subject: 'off', subject_folded: 'off', status: 'disabled' })
  await expect(run(userResetPasswordCommand, ['off'])).rejects.toMatchObject({ code: 'USERS-7' })
})
