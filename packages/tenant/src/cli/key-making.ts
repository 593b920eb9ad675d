import { dataPaths } from '../config/data-paths.js'
import type { KeyMaking } from '../keys/create-signing-key.js'
import { loadMasterKey } from '../keys/master-key.js'
import { systemRandomness } from '../tenants/system-randomness.js'
import type { Invocation } from './command.js'

/**
 * What a command that makes keys needs.
 *
 * @throws UnderstudyError of the master key
 */
export const keyMaking = ({ config, environment }: Invocation): KeyMaking => ({
  masterKey: loadMasterKey(dataPaths(config).masterKeyFile, environment),
  bytes: systemRandomness.bytes,
  clock: Date.now,
})
