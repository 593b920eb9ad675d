import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { UnderstudyError } from '@understudy/contract'

/** 32 random bytes that the operator keeps outside the store; every key at rest is encrypted under a key derived from it. */
export type MasterKey = Buffer & { readonly masterKey: unique symbol }

/** Name of the environment variable that may hold the master key itself, where files are unwelcome. */
export const masterKeyVariable = 'UNDERSTUDY_MASTER_KEY'

const keyBytes = 32

/** Bits of a file mode that let the group or the world read or write. */
const othersMask = 0o066

/**
 * Reads the master key from the environment or else from its file.
 *
 * @throws UnderstudyError `MASTER-KEY-MISSING`, `MASTER-KEY-EXPOSED` for a file that others may read, or
 *   `MASTER-KEY-INVALID`
 */
export const loadMasterKey = (file: string, environment: Readonly<Record<string, string | undefined>>): MasterKey => {
  const fromEnvironment = environment[masterKeyVariable]
  if (fromEnvironment !== undefined) return parseMasterKey(fromEnvironment, masterKeyVariable)

  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat === undefined) throw new UnderstudyError('MASTER-KEY-MISSING', `There is no file ${file}.`)
  if ((stat.mode & othersMask) !== 0) {
    const mode = (stat.mode & 0o777).toString(8)
    throw new UnderstudyError('MASTER-KEY-EXPOSED', `${file} has mode ${mode}.`)
  }
  return parseMasterKey(readFileSync(file, 'utf8'), file)
}

/**
 * Writes a new master key to a file that only its owner may read.
 *
 * @param bytes source of random bytes
 * @throws the file system's error, `EEXIST` where the file exists: a key in use is never overwritten
 */
export const createMasterKeyFile = (file: string, bytes: (count: number) => Buffer): MasterKey => {
  const key = bytes(keyBytes)
  writeFileSync(file, `${key.toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  // The mode given above is narrowed by the umask only; this also defeats inherited default ACLs.
  chmodSync(file, 0o600)
  return key as MasterKey
}

const parseMasterKey = (text: string, source: string): MasterKey => {
  const trimmed = text.trim()
  const key = Buffer.from(trimmed, 'base64url')
  if (key.length !== keyBytes || key.toString('base64url') !== trimmed) {
    throw new UnderstudyError('MASTER-KEY-INVALID', `${source} does not hold 32 bytes in base64url.`)
  }
  return key as MasterKey
}
