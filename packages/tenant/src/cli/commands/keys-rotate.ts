import { auditedChange } from '../../audit/audited-change.js'
import { rotateSigningKey } from '../../keys/rotate-signing-key.js'
import { touchTenant } from '../../store/touch-tenant.js'
import { type Command, jsonFlag, tenantFlag } from '../command.js'
import { keyMaking } from '../key-making.js'
import { withOperatorContext } from '../operator-context.js'

/** `understudy keys rotate`. */
export const keysRotateCommand: Command = {
  name: 'keys rotate',
  summary: 'Let the next signing key of a tenant take over; tokens signed before stay valid. Running nodes follow.',
  flags: { ...tenantFlag, ...jsonFlag },
  run: async (invocation) => {
    const making = keyMaking(invocation)
    const rotation = await withOperatorContext(invocation, (context) =>
      auditedChange(context, async (transaction, note) => {
        await touchTenant(transaction, context.tenant.id)
        const rotated = await rotateSigningKey(transaction, context.tenant.id, making, making.clock())
        note({
          event: 'signing-key.rotated',
          outcome: 'success',
          actor: { type: 'operator', id: 'command line' },
          subject: rotated.kid,
        })
        return rotated
      }),
    )
    const signsFrom = new Date(rotation.signsFrom).toISOString()
    invocation.stdout.write(
      invocation.flags.json === true
        ? `${JSON.stringify({ kid: rotation.kid, signsFrom })}\n`
        : `The key ${rotation.kid} signs from ${signsFrom} on.\n`,
    )
    return 0
  },
}
