import { createOperatorClient } from '../../tenants/create-operator-client.js'
import { type Command, jsonFlag } from '../command.js'
import { withTenantMaking } from '../tenant-making.js'

/** `understudy operator-client create`. */
export const operatorClientCreateCommand: Command = {
  name: 'operator-client create',
  summary: 'Make a client that makes and deactivates tenants through the REST API; prints its secret once.',
  flags: {
    name: { type: 'string', explanation: 'Name of the client (default "Operator").' },
    hostname: { type: 'string', value: 'host name', explanation: 'Host name of the operator, with the first client.' },
    ...jsonFlag,
  },
  run: async (invocation) => {
    const { config, flags, stdout } = invocation
    const name = typeof flags.name === 'string' && flags.name !== '' ? flags.name : 'Operator'
    const address =
      typeof flags.hostname === 'string' ? { hostname: flags.hostname, origin: config.publicOrigin ?? null } : undefined
    const made = await withTenantMaking(invocation, (dependencies) => createOperatorClient(dependencies, name, address))
    stdout.write(
      flags.json === true
        ? `${JSON.stringify(made)}\n`
        : [
            'The operator client is made:',
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
