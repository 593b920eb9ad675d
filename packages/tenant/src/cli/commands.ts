import type { Command } from './command.js'
import { auditVerifyCommand } from './commands/audit-verify.js'
import { initCommand } from './commands/init.js'
import { serveCommand } from './commands/serve.js'

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [initCommand, serveCommand, auditVerifyCommand]
