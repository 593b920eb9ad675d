import { say } from '../steps/progress.mjs'

/** Tells a person what to open and who may sign in. */
export const announce = ({ portalUrl, tenantUrl, appOrigin, clients }, people) => {
  say(`
Ready. Open ${portalUrl} and sign in:
`)
  for (const { user, password, name, role, access } of people)
    say(`  ${user.padEnd(8)}${password.padEnd(16)}${`${name}, ${role}`.padEnd(46)}${access}`)
  const { clientId, clientSecret } = clients.impersonation
  say(`
For an app of your own at ${appOrigin} (docs/quick-start.md), its .env:

  TENANT_URL=${tenantUrl}
  CLIENT_ID=${clientId}
  CLIENT_SECRET=${clientSecret}

The tenant answers at ${tenantUrl}. Ctrl-C stops everything.
`)
}

/** Prints the one line for scripts. */
export const announceAsJson = ({ portalUrl, tenantUrl, appId, clients }, people) => {
  const line = {
    portalUrl,
    tenantUrl,
    appId,
    clients,
    people: people.map(({ user, password, access }) => ({ user, password, access })),
  }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
