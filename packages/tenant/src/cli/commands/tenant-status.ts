import { UnderstudyError } from '@understudy/contract'
import { deactivateTenant, reactivateTenant } from '../../tenants/tenant-status.js'
import type { Command, Invocation } from '../command.js'
import { withOperatorContext } from '../operator-context.js'

const asked = { actor: { type: 'operator', id: 'command line' } } as const

/** The tenant of the positional argument, by host name or id, chosen as `--tenant` chooses. */
const ofPositional = (invocation: Invocation): Invocation => {
  const [tenant] = invocation.positionals
  if (tenant === undefined) throw new UnderstudyError('CLI-USAGE', 'Name the tenant, by host name or id.')
  return { ...invocation, flags: { ...invocation.flags, tenant } }
}

/** `understudy tenant deactivate <tenant>`. */
export const tenantDeactivateCommand: Command = {
  name: 'tenant deactivate',
  usage: '<host name or id>',
  summary: 'Deactivate a tenant: it answers 403, its sockets close, and its tokens are refused for good.',
  flags: {
    'purge-after-days': {
      type: 'string',
      value: 'number',
      explanation: 'Delete its data after so many days; kept without it.',
    },
  },
  run: async (invocation) => {
    const days = invocation.flags['purge-after-days']
    if (days !== undefined && !/^[1-9]\d{0,3}$/.test(String(days))) {
      throw new UnderstudyError('CLI-USAGE', '--purge-after-days must be a whole number from 1 to 9999.')
    }
    const purgeAt = await withOperatorContext(ofPositional(invocation), (context) =>
      deactivateTenant(context, context.tenant.id, asked, days === undefined ? undefined : Number(days)),
    )
    const kept =
      purgeAt === undefined ? 'Its data is kept' : `Its data is deleted after ${new Date(purgeAt).toISOString()}`
    invocation.stdout.write(`The tenant is deactivated. ${kept}.\n`)
    return 0
  },
}

/** `understudy tenant reactivate <tenant>`. */
export const tenantReactivateCommand: Command = {
  name: 'tenant reactivate',
  usage: '<host name or id>',
  summary: 'Let a deactivated tenant answer again; tokens from before stay refused.',
  run: async (invocation) => {
    await withOperatorContext(ofPositional(invocation), (context) =>
      reactivateTenant(context, context.tenant.id, asked),
    )
    invocation.stdout.write('The tenant is active.\n')
    return 0
  },
}
