import { publishedAfterwards } from '../../keys/key-life.js'
import { readStoredKeys, type StoredKey } from '../../keys/stored-keys.js'
import { type Command, jsonFlag, tenantFlag } from '../command.js'
import { withTenantStore } from '../tenant-store.js'

/** `understudy keys list`. */
export const keysListCommand: Command = {
  name: 'keys list',
  summary: 'List the signing keys of a tenant: next, current, retired, and those of no use any more.',
  flags: { ...tenantFlag, ...jsonFlag },
  run: async (invocation) => {
    const keys = await withTenantStore(invocation, (store, tenantId) => readStoredKeys(store, tenantId, Date.now()))
    const shown = keys.map(describeKey)
    invocation.stdout.write(
      invocation.flags.json === true ? `${JSON.stringify({ keys: shown })}\n` : shown.map(line).join(''),
    )
    return 0
  },
}

const describeKey = ({ kid, state, signsFrom, retiredAt, revokedAt }: StoredKey) => ({
  kid,
  state,
  signsFrom: iso(signsFrom),
  retiresAt: iso(retiredAt),
  publishedUntil: state === 'revoked' || retiredAt === undefined ? undefined : iso(retiredAt + publishedAfterwards),
  revokedAt: iso(revokedAt),
})

const line = ({ kid, state, signsFrom, retiresAt, publishedUntil }: ReturnType<typeof describeKey>): string => {
  const times = [
    `signs from ${signsFrom ?? 'its turn on'}`,
    ...(retiresAt === undefined ? [] : [`until ${retiresAt}`]),
    ...(publishedUntil === undefined ? [] : [`published until ${publishedUntil}`]),
  ]
  return `${kid}  ${state.padEnd(8)}  ${times.join(', ')}\n`
}

const iso = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString()
