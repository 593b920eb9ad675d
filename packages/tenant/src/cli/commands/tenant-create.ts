import { UnderstudyError } from '@understudy/contract'
import { initialiseTenant } from '../../tenants/initialise-tenant.js'
import { type Command, jsonFlag } from '../command.js'
import { withTenantMaking } from '../tenant-making.js'

/** `understudy tenant create --name … --hostname …`. */
export const tenantCreateCommand: Command = {
  name: 'tenant create',
  summary: 'Make one more tenant, served at once; prints the secret of its first administrator client once.',
  flags: {
    name: { type: 'string', explanation: 'Name of the tenant.' },
    hostname: {
      type: 'string',
      value: 'host name',
      multiple: true,
      explanation: 'Host name by which requests choose the tenant; a second one is its alias.',
    },
    ...jsonFlag,
  },
  run: async (invocation) => {
    const { config, flags, stdout } = invocation
    const hostnames = Array.isArray(flags.hostname) ? flags.hostname.map(String) : []
    if (typeof flags.name !== 'string' || flags.name === '' || hostnames.length === 0) {
      throw new UnderstudyError('CLI-USAGE', 'Give --name and --hostname.')
    }
    const description = { name: flags.name, hostnames, origin: config.publicOrigin ?? null }
    const made = await withTenantMaking(invocation, (dependencies) =>
      initialiseTenant(dependencies, description, { additional: true }),
    )
    stdout.write(
      flags.json === true
        ? `${JSON.stringify(made)}\n`
        : [
            `The tenant ${made.tenantId} is made. Its first administrator client:`,
            '',
            `  client id      ${made.clientId}`,
            `  client secret  ${made.clientSecret}`,
            '',
            'Keep the secret now: only its hash is stored, and it is not shown again.',
            '',
          ].join('\n'),
    )
    return 0
  },
}
