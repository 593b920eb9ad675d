import { auth } from '@qlik/api'
import type { BrowserContext } from 'playwright-core'
import type { Demo } from './demo.js'
import { signIn } from './sign-in.js'

/** Makes the national director, who sees all flights, known to the tenant: the portal does so at the first sign-in. */
export const ensureDirector = async (context: BrowserContext, demo: Demo): Promise<void> => {
  const page = await context.newPage()
  await signIn(page, demo, 'dana')
  await page.close()
}

/** A new access token in the name of somebody who has signed in to the portal before. */
export const userToken = ({ tenantUrl, clients }: Demo, user: string): Promise<string> =>
  auth.getAccessToken({
    hostConfig: {
      authType: 'oauth2',
      host: tenantUrl,
      ...clients.impersonation,
      subject: `altimeter|${user}`,
      noCache: true,
    },
  })

/** A new access token in the director's name. */
export const directorToken = (demo: Demo): Promise<string> => userToken(demo, 'dana')
