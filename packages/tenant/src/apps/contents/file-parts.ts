import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Store, StoreTransaction } from '../../store/schema.js'

/** Of which app a file is a part. */
export interface FileOwner {
  readonly tenantId: string
  readonly appId: string
}

/** Bytes of a part: what the database and this process hold of a file at a time. */
const partSize = 2 ** 20

/** SHA-256 of a file, in hexadecimal. */
const digestOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** A file that the store keeps, or is about to. */
export interface KeptFile {
  readonly digest: string
  readonly parts: number
}

/** Keeps a file in the store, part by part. */
export const writeParts = async (store: Store, { tenantId, appId }: FileOwner, file: string): Promise<KeptFile> => {
  const digest = await digestOf(file)
  let parts = 0
  for await (const bytes of createReadStream(file, { highWaterMark: partSize })) {
    await store
      .insertInto('app_content_parts')
      .values({ tenant_id: tenantId, app_id: appId, digest, position: parts, bytes })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    parts += 1
  }
  return { digest, parts }
}

/** Whether all parts of a file are there, which another node may have dropped while they were written. */
export const hasParts = async (
  transaction: StoreTransaction,
  { tenantId, appId }: FileOwner,
  { digest, parts }: KeptFile,
): Promise<boolean> => {
  const { count } = await transaction
    .selectFrom('app_content_parts')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('tenant_id', '=', tenantId)
    .where('app_id', '=', appId)
    .where('digest', '=', digest)
    .executeTakeFirstOrThrow()
  return Number(count) === parts
}

/**
 * Reads a file from the store.
 *
 * @param file is created
 * @returns whether it is what was kept; it is not where another node has replaced it meanwhile
 */
export const readParts = async (store: Store, owner: FileOwner, digest: string, file: string): Promise<boolean> => {
  const hash = createHash('sha256')
  await pipeline(partsOf(store, owner, digest, hash), createWriteStream(file, { mode: 0o600 }))
  return hash.digest('hex') === digest
}

const partsOf = async function* (
  store: Store,
  { tenantId, appId }: FileOwner,
  digest: string,
  hash: Hash,
): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; position++) {
    const part = await store
      .selectFrom('app_content_parts')
      .select('bytes')
      .where('tenant_id', '=', tenantId)
      .where('app_id', '=', appId)
      .where('digest', '=', digest)
      .where('position', '=', position)
      .executeTakeFirst()
    if (part === undefined) return
    hash.update(part.bytes)
    yield part.bytes
  }
}
