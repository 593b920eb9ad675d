import type { Page } from 'playwright-core'
import type { Demo } from './demo.js'

/** Signs in to the portal by its form. */
export const signIn = async (page: Page, demo: Demo, user: string): Promise<void> => {
  const person = demo.people.find((candidate) => candidate.user === user)
  if (!person) throw new Error(`The demo has no ${user}`)
  await page.goto(`${demo.portalUrl}/sign-in`)
  await page.getByLabel('User name').fill(person.user)
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(`${demo.portalUrl}/`)
}
