import { createHmac } from 'node:crypto'
import { hash, parseOptions, verify } from '@node-rs/argon2'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { signInSubkey } from '../sign-in-subkey.js'
import { limitConcurrency } from './limit-concurrency.js'

/** What a hash costs. */
export interface HashParameters {
  /** KiB of memory. */
  readonly memoryCost: number
  /** Passes over it. */
  readonly timeCost: number
  readonly parallelism: number
  /** Bytes of the hash. */
  readonly outputLen: number
}

/**
 * argon2id (the library's default variant) with OWASP's parameters: 19 MiB, two passes, one lane. A hash of other
 * parameters is replaced at the next sign-in.
 */
const currentParameters: HashParameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 }

/**
 * The work runs in the threads of the process, off the main one. Two at a time leave threads to the file system and to
 * name resolution, and bound the memory.
 */
const limited = limitConcurrency({ running: 2, waiting: 50 })

/** Whose password it is. */
export interface PasswordOwner {
  readonly tenantId: string
  readonly userId: string
}

type KeyHolder = Pick<TenantContext, 'signInKey'>

/**
 * Hashes a password for storage. The hash needs the master key, the tenant and the user to be verified: a stolen store
 * cannot be guessed at, and a hash that is put into another user's row fits nothing.
 */
export const hashPassword = (
  context: KeyHolder,
  owner: PasswordOwner,
  password: string,
  parameters = currentParameters,
): Promise<string> => limited(() => hash(normalised(password), { ...parameters, secret: secretOf(context, owner) }))

/**
 * Compares a password with a stored hash.
 *
 * @param stored undefined when there is none; the same work is done then, and nothing fits
 */
export const verifyPassword = async (
  context: KeyHolder,
  owner: PasswordOwner,
  stored: string | undefined,
  password: string,
): Promise<boolean> => {
  const fits = await limited(() =>
    verify(stored ?? nobodysHash, normalised(password), { secret: secretOf(context, owner) }),
  )
  return fits && stored !== undefined
}

/** Whether a stored hash was made with other parameters than those in use. */
export const isOutdated = (stored: string): boolean => {
  const { algorithm, memoryCost, timeCost, parallelism, outputLen } = parseOptions(stored)
  return (
    algorithm !== argon2id ||
    memoryCost !== currentParameters.memoryCost ||
    timeCost !== currentParameters.timeCost ||
    parallelism !== currentParameters.parallelism ||
    outputLen !== currentParameters.outputLen
  )
}

/** `Algorithm.Argon2id` of the library, whose enumeration exists for its types only. */
const argon2id: number = 2

/** A hash that no password is known to fit, verified with the same work as any other. */
const nobodysHash = `$argon2id$v=19$m=${currentParameters.memoryCost},t=${currentParameters.timeCost},p=${currentParameters.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** One password may be typed as several sequences of code points (NIST SP 800-63B section 3.1.1.2). */
const normalised = (password: string): string => password.normalize('NFKC')

const secretOf = ({ signInKey }: KeyHolder, { tenantId, userId }: PasswordOwner): Buffer =>
  createHmac('sha256', signInSubkey(signInKey, 'password', tenantId))
    .update(userId)
    .digest()
