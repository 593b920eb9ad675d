import { openDataView } from '../../security/data-view.js'
import { closeCodes } from '../../session/close-code.js'
import { createEngineSession } from '../../session/engine-session.js'
import { connectClient } from '../../session/testing/wired-client.js'
import type { Snapshot } from '../../snapshot/snapshot.js'
import type { OraclePrincipal } from '../oracle/oracle-security.js'
import type { Addressee, Request } from './random-conversation.js'

const app = {
  id: 'app',
  name: 'App',
  description: '',
  sources: {},
  sectionAccess: 'optional',
  properties: {},
  dimensions: [],
  measures: [],
  variables: [],
  bookmarks: [],
  objects: [],
} as const

const summary = {
  qInfo: { qType: 'summary' },
  qFieldListDef: {},
  qSelectionObjectDef: {},
}

/** When data was loaded is no secret, and differs. */
const withoutTimes = (answer: unknown): string =>
  JSON.stringify(answer).replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g, 'TIME')

/**
 * Opens a session for a person, asks one thing after the other and looks at all objects after each change.
 *
 * @returns all answers as JSON texts, each with what it answers
 */
export const holdConversation = async (
  snapshot: Snapshot,
  person: OraclePrincipal,
  requests: readonly Request[],
): Promise<readonly string[]> => {
  const principal = { tenantId: 't', userId: person.subject, ...person }
  let lastId = 0
  const session = createEngineSession({
    app,
    principal,
    view: await openDataView(snapshot, principal),
    origin: null,
    limits: { sessionObjects: 100 },
    createId: () => `id-${++lastId}`,
    onFailure: (error) => {
      throw error
    },
  })
  const client = connectClient(session)
  const doc: number = (await client.call(-1, 'OpenDoc', 'app')).qReturn.qHandle
  const answers: string[] = []
  const ask = async (label: string, handle: number, method: string, params: readonly unknown[]): Promise<unknown> => {
    const { result, error } = await client.request(handle, method, params)
    answers.push(`${label} ${method} ${JSON.stringify(params)}: ${withoutTimes(result ?? error)}`)
    return result
  }
  const handles = new Map<string, number>()
  const create = async (name: string, properties: unknown): Promise<void> => {
    const method = name === 'bookmark' ? 'CreateBookmark' : 'CreateSessionObject'
    handles.set(name, (await client.call(doc, method, properties)).qReturn.qHandle)
    await ask(name, handles.get(name) ?? 0, 'GetLayout', [])
  }
  const addressed = async (to: Addressee): Promise<number | undefined> => {
    if (to === 'app') return doc
    if (typeof to === 'string') return handles.get(to)
    const { qReturn } = await client.call(doc, 'GetField', to.field)
    return qReturn.qHandle ?? undefined
  }
  await create('summary', summary)
  await ask('app', doc, 'GetAppLayout', [])
  for (const request of requests) {
    if ('create' in request) {
      await create(request.create, request.properties)
      continue
    }
    const { to, method, params } = request
    const handle = await addressed(to)
    if (handle === undefined) continue
    await ask(JSON.stringify(to), handle, method, params)
    if (/^(Get|Eval|Check)/.test(method)) continue
    for (const [name, object] of handles) await ask(name, object, 'GetLayout', [])
  }
  session.close(closeCodes.terminating, 'the test is over')
  return answers
}
