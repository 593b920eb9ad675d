import { dataPaths } from '../../config/data-paths.js'
import { openStore } from '../../store/open-store.js'
import { listTenants } from '../../tenants/list-tenants.js'
import { type Command, jsonFlag } from '../command.js'

/** `understudy tenant list`. */
export const tenantListCommand: Command = {
  name: 'tenant list',
  summary: 'List the tenants of the store.',
  flags: jsonFlag,
  run: async ({ config, flags, stdout }) => {
    const store = await openStore(dataPaths(config).store)
    try {
      const tenants = await listTenants(store)
      stdout.write(
        flags.json === true
          ? `${JSON.stringify({ tenants })}\n`
          : tenants
              .map(
                ({ id, kind, status, name, hostnames }) =>
                  `${id}  ${kind}  ${status}  ${name}  ${hostnames.join(' ')}\n`,
              )
              .join(''),
      )
      return 0
    } finally {
      await store.destroy()
    }
  },
}
