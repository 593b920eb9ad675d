import { UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import { revokeSigningKey } from '../../keys/revoke-signing-key.js'
import { touchTenant } from '../../store/touch-tenant.js'
import { type Command, tenantFlag } from '../command.js'
import { keyMaking } from '../key-making.js'
import { withOperatorContext } from '../operator-context.js'

/** `understudy keys retire <key id>`. */
export const keysRetireCommand: Command = {
  name: 'keys retire',
  usage: '<key id>',
  summary: 'Give a signing key up that may have leaked: every token that it signed is refused within a second.',
  flags: tenantFlag,
  run: async (invocation) => {
    const [kid] = invocation.positionals
    if (kid === undefined)
      throw new UnderstudyError('CLI-USAGE', 'Name the key id, as `understudy keys list` shows it.')
    const making = keyMaking(invocation)
    await withOperatorContext(invocation, (context) =>
      auditedChange(context, async (transaction, note) => {
        await touchTenant(transaction, context.tenant.id)
        await revokeSigningKey(transaction, context.tenant.id, kid, making, making.clock())
        note({
          event: 'signing-key.revoked',
          outcome: 'success',
          actor: { type: 'operator', id: 'command line' },
          subject: kid,
        })
      }),
    )
    invocation.stdout.write(`The key ${kid} is given up: what it signed is refused, on every node within a second.\n`)
    return 0
  },
}
