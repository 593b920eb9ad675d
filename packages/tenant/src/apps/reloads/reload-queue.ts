import { UnderstudyError } from '@understudy/contract'
import { type AuditedChangeContext, auditedChange } from '../../audit/audited-change.js'
import type { Caller } from '../../tenants/caller.js'
import type { ServerDependencies, TenantContext } from '../../tenants/tenant-context.js'
import type { App } from '../app-rows.js'
import { reloadRegisteredApp } from '../reload-registered-app.js'
import { longestLog, progressLine, reportLines } from './reload-log.js'
import { activeStates, type Reload } from './reload-rows.js'
import { takeOverReloads } from './take-over.js'

/** Reloads that may wait or run in a tenant. */
const mostWaiting = 100

/** Reloads of an app that are remembered. */
const mostKept = 50

/** How often a running reload looks whether it was cancelled, on whichever node, in ms. */
const lookInterval = 500

/** Runs reloads one after the other on this node. */
export interface ReloadQueue {
  /** @throws UnderstudyError RELOADS-LIMIT */
  readonly add: (context: TenantContext, caller: Caller, app: App, wanted: WantedReload) => Promise<Reload>
  /** Marks what this node was ended in the middle of. Call it before the first reload. */
  readonly markInterrupted: () => Promise<void>
  /** Runs what waited or ran on nodes that live no more. */
  readonly takeOver: () => Promise<void>
  /** Stops the running reload and forgets the waiting ones, which are told as failed. */
  readonly close: () => Promise<void>
}

/** What a reload was asked for with. */
export interface WantedReload {
  readonly partial: boolean
  readonly weight: number
}

/** @param nodeId of this node, by which it knows its own reloads after a restart */
export const createReloadQueue = (
  dependencies: Pick<ServerDependencies, 'store' | 'clock' | 'config' | 'audit' | 'metrics' | 'randomness'>,
  nodeId: string,
): ReloadQueue => {
  const { store, clock } = dependencies
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()
  const time = (): string => new Date(clock()).toISOString()

  const markInterrupted = async (): Promise<void> => {
    await store
      .updateTable('reloads')
      .set({
        status: 'FAILED',
        ended_at: time(),
        error_code: 'RELOADS-INTERRUPTED',
        error_message: 'The node that ran the reload was ended.',
      })
      .where('node_id', '=', nodeId)
      .where('status', 'in', [...activeStates])
      .execute()
  }

  const enqueue = (context: ReloadContext, caller: Pick<Caller, 'trace'>, reload: Reload): void => {
    running = running.then(() => runReload(context, caller, reload, stopping.signal)).catch(() => undefined)
  }

  return {
    markInterrupted,
    takeOver: async () => {
      for (const reload of await takeOverReloads(store, nodeId, time())) {
        const by = { actor: { type: 'user', id: reload.user_id } } as const
        enqueue({ ...dependencies, tenant: { id: reload.tenant_id } }, { trace: by }, reload)
      }
    },
    add: async (context, caller, app, { partial, weight }) => {
      const { tenant, randomness } = context
      const reload = await auditedChange(context, async (transaction, note) => {
        const { count } = await transaction
          .selectFrom('reloads')
          .select((eb) => eb.fn.countAll<number | string>().as('count'))
          .where('tenant_id', '=', tenant.id)
          .where('status', 'in', [...activeStates])
          .executeTakeFirstOrThrow()
        if (Number(count) >= mostWaiting)
          throw new UnderstudyError('RELOADS-LIMIT', `${mostWaiting} reloads of the tenant wait already.`)
        const former = await transaction
          .selectFrom('reloads')
          .select('id')
          .where('tenant_id', '=', tenant.id)
          .where('app_id', '=', app.id)
          .where('status', 'not in', [...activeStates])
          .orderBy('created_at', 'desc')
          .offset(mostKept - 1)
          .limit(1000)
          .execute()
        if (former.length > 0)
          await transaction
            .deleteFrom('reloads')
            .where('tenant_id', '=', tenant.id)
            .where(
              'id',
              'in',
              former.map(({ id }) => id),
            )
            .execute()
        const id = randomness.bytes(12).toString('hex')
        note({ event: 'reload.queued', outcome: 'success', ...caller.trace, subject: app.id })
        return transaction
          .insertInto('reloads')
          .values({
            tenant_id: tenant.id,
            id,
            app_id: app.id,
            user_id: caller.userId,
            node_id: nodeId,
            status: 'QUEUED',
            partial: partial ? 1 : 0,
            weight,
            created_at: time(),
            log: '',
          })
          .returningAll()
          .executeTakeFirstOrThrow()
      })
      enqueue(context, caller, reload)
      return reload
    },
    close: async () => {
      stopping.abort()
      await running
      await markInterrupted()
    },
  }
}

/** What a reload is run with, also one that this node was not asked for. */
type ReloadContext = AuditedChangeContext & Pick<ServerDependencies, 'config' | 'metrics'>

const runReload = async (
  context: ReloadContext,
  caller: Pick<Caller, 'trace'>,
  reload: Reload,
  stopping: AbortSignal,
): Promise<void> => {
  if (stopping.aborted) return
  const { store, config, clock, tenant } = context
  const time = (): string => new Date(clock()).toISOString()
  // As long as no other node took it for dead.
  const row = () =>
    store
      .updateTable('reloads')
      .where('tenant_id', '=', tenant.id)
      .where('id', '=', reload.id)
      .where('node_id', '=', reload.node_id)
  const begun = await row()
    .set({ status: 'RELOADING', started_at: time() })
    .where('status', '=', 'QUEUED')
    .returning('id')
    .executeTakeFirst()
  // Cancelled while it waited, or deleted with its app.
  if (begun === undefined) return
  const cancelling = new AbortController()
  const lines = [`${time()} Reload ${reload.id} of app ${reload.app_id} begins`]
  const logged = () => lines.join('\n').slice(0, longestLog)
  let told = 0
  /** Whoever reads the record meanwhile sees how far it is. */
  const tell = async (): Promise<void> => {
    if (lines.length === told) return
    told = lines.length
    await row().set({ log: logged() }).where('status', '=', 'RELOADING').execute()
  }
  const look = setInterval(() => {
    tell().catch(() => undefined)
    store
      .selectFrom('reloads')
      .select('status')
      .where('tenant_id', '=', tenant.id)
      .where('id', '=', reload.id)
      .where('node_id', '=', reload.node_id)
      .executeTakeFirst()
      .then((found) => {
        if (found?.status !== 'RELOADING') cancelling.abort()
      })
      .catch(() => undefined)
  }, lookInterval)
  let outcome: Partial<Reload> & Pick<Reload, 'status'>
  try {
    const report = await reloadRegisteredApp({
      store,
      config,
      tenantId: tenant.id,
      appId: reload.app_id,
      now: time,
      signal: AbortSignal.any([stopping, cancelling.signal]),
      onProgress: (progress) => {
        if (lines.length < 1000) lines.push(`${time()} ${progressLine(progress).trim()}`)
      },
    })
    lines.push(...reportLines(report), `${time()} Succeeded`)
    outcome = { status: 'SUCCEEDED' }
    context.metrics.count('understudy_reloads_total', { outcome: 'succeeded' })
  } catch (error) {
    const known = error instanceof UnderstudyError ? error : undefined
    const code = known?.code ?? 'HTTP-INTERNAL'
    const message = known?.detail ?? 'The reload failed for a reason inside the tenant.'
    if (cancelling.signal.aborted) outcome = { status: 'CANCELED' }
    else if (stopping.aborted) return
    else {
      outcome = { status: 'FAILED', error_code: code, error_message: message }
      context.metrics.count('understudy_reloads_total', { outcome: 'failed' })
    }
    lines.push(`${time()} ${outcome.status === 'FAILED' ? `Failed: ${code}: ${message}` : 'Cancelled'}`)
  } finally {
    clearInterval(look)
  }
  await row()
    .set({ ...outcome, ended_at: time(), log: logged() })
    .execute()
  await auditedChange(context, async (_transaction, note) => {
    const success = outcome.status === 'SUCCEEDED'
    const by = { ...caller.trace, subject: reload.app_id }
    note({ event: 'app.reloaded', outcome: success ? 'success' : 'refused', ...by, description: outcome.status })
  })
}
