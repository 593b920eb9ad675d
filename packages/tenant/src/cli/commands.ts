import type { Command } from './command.js'
import { accessCodeCreateCommand } from './commands/access-code-create.js'
import { accessCodeDeleteCommand } from './commands/access-code-delete.js'
import { accessCodeListCommand } from './commands/access-code-list.js'
import { appAddCommand } from './commands/app-add.js'
import { appCheckCommand } from './commands/app-check.js'
import { appListCommand } from './commands/app-list.js'
import { appReloadCommand } from './commands/app-reload.js'
import { auditCheckpointCommand } from './commands/audit-checkpoint.js'
import { auditExportCommand } from './commands/audit-export.js'
import { auditListCommand } from './commands/audit-list.js'
import { auditVerifyCommand } from './commands/audit-verify.js'
import { backupCommand } from './commands/backup.js'
import { clientCreateCommand } from './commands/client-create.js'
import { clientDisableCommand } from './commands/client-disable.js'
import { clientEnableCommand } from './commands/client-enable.js'
import { clientImpersonateAdminsCommand } from './commands/client-impersonate-admins.js'
import { clientListCommand } from './commands/client-list.js'
import { clientMayProvisionCommand } from './commands/client-may-provision.js'
import { initCommand } from './commands/init.js'
import { keysListCommand } from './commands/keys-list.js'
import { keysRetireCommand } from './commands/keys-retire.js'
import { keysRotateCommand } from './commands/keys-rotate.js'
import { operatorClientCreateCommand } from './commands/operator-client-create.js'
import { queryLogExportCommand } from './commands/query-log-export.js'
import { serveCommand } from './commands/serve.js'
import { tenantCreateCommand } from './commands/tenant-create.js'
import { tenantListCommand } from './commands/tenant-list.js'
import { tenantDeactivateCommand, tenantReactivateCommand } from './commands/tenant-status.js'
import { userInviteCommand } from './commands/user-invite.js'
import { userResetPasswordCommand } from './commands/user-reset-password.js'

/** Commands that belong together. */
export interface CommandSection {
  readonly title: string
  readonly commands: readonly Command[]
}

/** Every command, as the help and docs/commands.md group them. */
export const commandSections: readonly CommandSection[] = [
  { title: 'Running a tenant', commands: [initCommand, serveCommand, backupCommand] },
  {
    title: 'The audit journal',
    commands: [auditListCommand, auditExportCommand, auditVerifyCommand, auditCheckpointCommand],
  },
  { title: 'The query log', commands: [queryLogExportCommand] },
  { title: 'Apps', commands: [appAddCommand, appReloadCommand, appCheckCommand, appListCommand] },
  {
    title: 'OAuth clients',
    commands: [
      clientCreateCommand,
      clientListCommand,
      clientImpersonateAdminsCommand,
      clientMayProvisionCommand,
      clientDisableCommand,
      clientEnableCommand,
    ],
  },
  {
    title: 'Visitors without an account',
    commands: [accessCodeCreateCommand, accessCodeListCommand, accessCodeDeleteCommand],
  },
  { title: 'People with a password', commands: [userInviteCommand, userResetPasswordCommand] },
  { title: 'Signing keys', commands: [keysListCommand, keysRotateCommand, keysRetireCommand] },
  {
    title: 'Several tenants',
    commands: [
      tenantCreateCommand,
      tenantListCommand,
      tenantDeactivateCommand,
      tenantReactivateCommand,
      operatorClientCreateCommand,
    ],
  },
]
