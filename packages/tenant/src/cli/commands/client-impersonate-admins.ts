import { setImpersonationOfAdmins } from '../../clients/impersonation-of-admins.js'
import { clientSwitchCommand } from '../client-switch.js'

/** `understudy client impersonate-admins <client id> <on|off>`. */
export const clientImpersonateAdminsCommand = clientSwitchCommand({
  name: 'impersonate-admins',
  deed: 'impersonate administrators',
  set: setImpersonationOfAdmins,
})
