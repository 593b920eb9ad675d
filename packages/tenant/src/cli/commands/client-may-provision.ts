import { setProvisioning } from '../../clients/provisioning-by-clients.js'
import { clientSwitchCommand } from '../client-switch.js'

/** `understudy client may-provision <client id> <on|off>`. */
export const clientMayProvisionCommand = clientSwitchCommand({
  name: 'may-provision',
  deed: 'create and change users in its token calls',
  set: setProvisioning,
})
