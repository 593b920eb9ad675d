import { UnderstudyError } from '@understudy/contract'
import type { AuditedChangeContext } from '../audit/audited-change.js'
import { type Command, tenantFlag } from './command.js'
import { withOperatorContext } from './operator-context.js'

/** Something that the operator allows a client or forbids it, off for every new client. */
export interface ClientSwitch {
  /** Names the command: `client <name>`. */
  readonly name: string
  /** What the client may do then, after "may". */
  readonly deed: string
  readonly set: (context: AuditedChangeContext, clientId: string, allowed: boolean) => Promise<void>
}

/** The command that turns it on and off. */
export const clientSwitchCommand = ({ name, deed, set }: ClientSwitch): Command => ({
  name: `client ${name}`,
  usage: '<client id> <on|off>',
  summary: `Let an OAuth client ${deed}, or forbid it again (off for every new client).`,
  flags: tenantFlag,
  run: async (invocation) => {
    const [clientId, setting] = invocation.positionals
    if (clientId === undefined || (setting !== 'on' && setting !== 'off')) {
      throw new UnderstudyError('CLI-USAGE', 'Name the client id, and "on" or "off".')
    }
    const allowed = setting === 'on'
    await withOperatorContext(invocation, (context) => set(context, clientId, allowed))
    invocation.stdout.write(`The client ${clientId} ${allowed ? 'may' : 'may not'} ${deed}.\n`)
    return 0
  },
})
