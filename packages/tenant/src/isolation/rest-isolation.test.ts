import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { served } from '../cli/served.js'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { describeOnBothStores } from '../testing/stores.js'
import {
  type Answer,
  type CredentialHeaders,
  type FurnishedTenant,
  furnishTenant,
  send,
} from './testing/furnished-tenant.js'
import { bodyExamples, foreignReferences, queryExamples, refusedToEverybody } from './testing/operation-examples.js'
import { filledPath, type Operation, operationsOf, parametersOf } from './testing/operations.js'
import { dumpTenant } from './testing/tenant-dump.js'

describeOnBothStores('things of another tenant', (newLocation) => {
  let started: StartedTenant
  let operations: Operation[]
  /** Whose things others reach for. */
  let alpha: FurnishedTenant
  /** Who reaches for them. */
  let beta: FurnishedTenant
  beforeAll(async () => {
    started = await startTenant({
      ...served,
      tenants: [{ hostnames: ['alpha.example.com'] }, { hostnames: ['beta.example.com'] }],
      config: { store: await newLocation(), trustProxy: true },
    })
    const [first, second] = started.contexts
    if (first === undefined || second === undefined) throw new Error('There must be two tenants.')
    operations = operationsOf((await send(started, 'alpha.example.com', 'GET', '/openapi.json')).body)
    alpha = await furnishTenant(started, first, operations, 'alpha-secret')
    beta = await furnishTenant(started, second, operations, 'beta')
  })
  afterAll(() => started?.close())

  const call = (
    operation: Operation,
    host: string,
    credential: CredentialHeaders,
    { of, body }: { readonly of: FurnishedTenant; readonly body?: unknown },
  ): Promise<Answer> => {
    const query = queryExamples[operation.name]
    const path = `${filledPath(operation.path, of.ids)}${query === undefined ? '' : `?${query}`}`
    const sent = operation.hasBody ? (body ?? bodyOf(operation, of)) : undefined
    return send(started, host, operation.method, path, credential, sent)
  }

  const bodyOf = ({ name }: Operation, of: FurnishedTenant): unknown => {
    const example = bodyExamples[name]
    if (example === undefined) throw new Error(`There is no example of a body for ${name}: add one.`)
    return example(of.ids, of.marker)
  }

  /** What tells that an answer holds something of the first tenant. */
  const leaks = (text: string): string[] => {
    const ids = Object.entries(alpha.ids).flatMap(([segment, id]) => (isShared(segment) ? [] : [id]))
    return [...new Set([...ids, alpha.marker, alpha.userId, alpha.client.clientId])].filter((sign) =>
      text.includes(sign),
    )
  }

  /** Records are numbered by node and tenant, built-in roles are the same everywhere: such an id means each tenant's own. */
  const isShared = (segment: string): boolean => segment === 'audits' || alpha.ids[segment] === beta.ids[segment]

  /** Runs attempts, and expects that they changed nothing of the first tenant. */
  const withoutChange = async (attempts: () => Promise<void>): Promise<void> => {
    const before = await dumpTenant(alpha.context.store, alpha.context.tenant.id)
    await attempts()
    expect(await dumpTenant(alpha.context.store, alpha.context.tenant.id)).toEqual(before)
  }

  describe('every operation of the API', () => {
    it('refuses the credentials of another tenant', async () => {
      const wrong: string[] = []
      await withoutChange(async () => {
        for (const operation of operations) {
          const anonymous = await call(operation, alpha.host, {}, { of: alpha })
          for (const [kind, credential] of Object.entries(beta.credentials)) {
            const answer = await call(operation, alpha.host, credential, { of: alpha })
            const refused = answer.status === 401 || answer.status === anonymous.status
            const open = answer.status < 300 && leaks(answer.text).length > 0
            if (!refused || open) wrong.push(`${operation.name} with ${kind}: ${answer.status}`)
          }
        }
      })
      expect(wrong).toEqual([])
    })

    it('does not find the things of another tenant', async () => {
      const wrong: string[] = []
      await withoutChange(async () => {
        for (const operation of operations.filter(({ path }) => parametersOf(path).length > 0)) {
          for (const [kind, credential] of Object.entries(beta.credentials)) {
            const answer = await call(operation, beta.host, credential, { of: alpha })
            if (answer.status >= 400 && answer.status < 500) continue
            if (parametersOf(operation.path).every(isShared) && leaks(answer.text).length === 0) continue
            wrong.push(`${operation.name} with ${kind}: ${answer.status} ${answer.text.slice(0, 200)}`)
          }
        }
      })
      expect(wrong).toEqual([])
    })

    it('takes no reference to the things of another tenant', async () => {
      const wrong: string[] = []
      await withoutChange(async () => {
        for (const operation of operations.filter(({ hasBody }) => hasBody)) {
          const example = bodyOf(operation, alpha)
          const referring = Object.values(alpha.ids).some((id) => JSON.stringify(example).includes(`"${id}"`))
          const bodies = [...(referring ? [example] : []), ...(foreignReferences[operation.name]?.(alpha.ids) ?? [])]
          for (const body of bodies) {
            const answer = await call(operation, beta.host, beta.credentials.administrator, { of: beta, body })
            if (answer.status >= 400 && answer.status < 500) continue
            wrong.push(`${operation.name} with ${JSON.stringify(body)}: ${answer.status} ${answer.text.slice(0, 200)}`)
          }
        }
      })
      expect(wrong).toEqual([])
    })

    it('lists nothing of another tenant, whatever it is asked for', async () => {
      const wrong: string[] = []
      const lists = operations.filter(({ method, path }) => method === 'GET' && parametersOf(path).length === 0)
      for (const operation of lists) {
        const query = queryExamples[operation.name]
        const queries = [
          query ?? '',
          ...operation.queryTexts.map((name) => `${name}=${encodeURIComponent(alpha.userId)}`),
        ]
        const filters = operation.queryTexts.includes('filter')
          ? [`filter=${encodeURIComponent(`id eq "${alpha.userId}" or id eq "${alpha.ids.groups}"`)}`]
          : []
        for (const each of [...queries, ...filters]) {
          for (const [kind, credential] of Object.entries(beta.credentials)) {
            const { status, body } = await send(started, beta.host, 'GET', `${operation.path}?${each}`, credential)
            // The links of a page repeat what was asked for.
            const told = leaks(JSON.stringify(body?.data ?? body?.value ?? (each === '' ? body : '')))
            if (status < 300 && told.length > 0) wrong.push(`${operation.name}?${each} with ${kind} tells ${told}`)
            if (status >= 500) wrong.push(`${operation.name}?${each} with ${kind}: ${status}`)
          }
        }
      }
      expect(wrong).toEqual([])
    })

    it('turns no page with a cursor of another tenant', async () => {
      const wrong: string[] = []
      for (const operation of operations.filter(({ method, path }) => method === 'GET' && !path.includes('{'))) {
        const first = await send(
          started,
          alpha.host,
          'GET',
          `${operation.path}?limit=1`,
          alpha.credentials.administrator,
        )
        const next: string | undefined = first.body?.links?.next?.href
        if (next === undefined) continue
        const { pathname, search } = new URL(next)
        const answer = await send(started, beta.host, 'GET', `${pathname}${search}`, beta.credentials.administrator)
        const told = leaks(JSON.stringify(answer.body?.data ?? ''))
        if (told.length > 0) wrong.push(`${operation.name} tells ${told}`)
      }
      expect(wrong).toEqual([])
    })
  })

  describe('the examples', () => {
    const rank = ({ method }: Operation): number => ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].indexOf(method)

    it('are there for every body', () => {
      expect(operations.filter(({ hasBody, name }) => hasBody && bodyExamples[name] === undefined)).toEqual([])
    })

    it('are good requests of the tenant itself, so that refusals are for the tenant alone', async () => {
      const wrong: string[] = []
      const depth = ({ method, path }: Operation): number => (method === 'DELETE' ? -path.split('/').length : 0)
      const ordered = [...operations].sort((one, other) => rank(one) - rank(other) || depth(one) - depth(other))
      for (const operation of ordered) {
        const isCollection = operation.method === 'POST' && bodyExamples[operation.name] !== undefined
        if (isCollection && !operation.path.includes('/actions/') && refusedToEverybody[operation.name] === undefined)
          continue
        const answer = await call(operation, alpha.host, alpha.credentials.administrator, { of: alpha })
        const good = answer.status < 400 || answer.status === refusedToEverybody[operation.name]
        if (!good) wrong.push(`${operation.name}: ${answer.status} ${answer.text.slice(0, 300)}`)
      }
      expect(wrong).toEqual([])
    })
  })
})
