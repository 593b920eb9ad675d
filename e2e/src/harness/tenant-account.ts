import { groups, users } from '@qlik/api'
import type { BrowserContext, Page } from 'playwright-core'
import type { Demo } from './demo.js'

/** Somebody with a password at the tenant. */
export interface Person {
  readonly email: string
  readonly name: string
  readonly password: string
}

/** Invites somebody who sees all flights, and has them choose their password in the browser, which then forgets them. */
export const makeAccount = async (context: BrowserContext, demo: Demo, person: Person): Promise<string> => {
  const asAdmin = {
    hostConfig: { authType: 'oauth2' as const, host: demo.tenantUrl, ...demo.clients.admin, scope: 'admin_classic' },
  }
  const { data } = await users.inviteUsers({ invitees: [{ email: person.email, name: person.name }] }, asAdmin)
  const [invited] = data.data as unknown as { userId: string; inviteLink: string }[]
  if (invited === undefined) throw new Error('Nobody was invited.')
  const name = 'National operations'
  await groups.createGroup({ name, providerType: 'custom', status: 'active' }, asAdmin).catch(() => undefined)
  const value = [{ name, providerType: 'custom' }]
  await users.patchUser(invited.userId, [{ op: 'replace', path: '/assignedGroups', value }], asAdmin)

  const page = await context.newPage()
  await page.goto(invited.inviteLink)
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button').first().click()
  await page.waitForURL(/\/account$/)
  await page.close()
  await context.clearCookies()
  return invited.userId
}

/** Fills in the tenant's sign-in page, which the browser is at or on its way to. */
export const signInAtTenant = async (page: Page, { email, password }: Person): Promise<void> => {
  await page.waitForURL(/\/login\?/)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button').first().click()
}
