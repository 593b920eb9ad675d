import { randomBytes, randomUUID } from 'node:crypto'
import type { Randomness } from './tenant-context.js'

/** The operating system's source. */
export const systemRandomness: Randomness = { uuid: randomUUID, bytes: randomBytes }
