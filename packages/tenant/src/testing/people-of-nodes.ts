import { grantTypes } from '@understudy/contract'
import { openRawSocket } from '../qix/testing/raw-socket.js'
import { addReader, smallAppId } from '../qix/testing/small-app.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { StartedNodes } from './started-nodes.js'
import { addClient, addUser, type Credentials, wire } from './started-tenant.js'

const table = {
  qInfo: { qId: 'own', qType: 'own' },
  qHyperCubeDef: {
    qDimensions: [{ qDef: { qFieldDefs: ['Region'], qSortCriterias: [{ qSortByAscii: 1 }] } }],
    qMeasures: [{ qDef: { qDef: 'Sum(Amount)', qLabel: 'Amount' } }],
    qInitialDataFetch: [{ qTop: 0, qLeft: 0, qHeight: 9, qWidth: 2 }],
  },
}

/** People of the small app, who come to one node or another. */
export const peopleOfNodes = (started: StartedNodes) => {
  const [first] = started.nodes
  const tenant = first?.tenants[0]
  if (first === undefined || tenant === undefined) throw new Error('There must be a node.')
  const context: TenantContext = { ...first.dependencies, tenant }
  const { store } = context
  const url = (node: number): string => started.nodes[node]?.url ?? ''

  const tokenOf = async (node: number, user: string, client: Credentials): Promise<string> => {
    const response = await fetch(`${url(node)}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: grantTypes.impersonation,
        ...wire(client),
        user_lookup: { field: 'userId', value: user },
      }),
    })
    const body = (await response.json()) as { access_token: string }
    if (!response.ok) throw new Error(JSON.stringify(body))
    return body.access_token
  }

  return {
    context,
    url,
    client: () => addClient(store, tenant.id, {}),
    reader: (group: string | null) =>
      addReader({ context, addUser: () => addUser(store, tenant.id, {}) } as never, group),
    /** Opens the app at a node. */
    enter: async (node: number, user: string, client: Credentials, identity = 'page') => {
      const token = await tokenOf(node, user, client)
      const socket = await openRawSocket(`${url(node)}/app/${smallAppId}/identity/${identity}`, {
        authorization: `Bearer ${token}`,
      })
      const greeting = await Promise.race([socket.nextFrame(), socket.closed])
      if (greeting.code !== undefined) throw new Error(`${greeting.code} ${greeting.reason}`)
      const call = async (handle: number, method: string, ...params: unknown[]) => {
        const { result, error } = await socket.request(handle, method, ...params)
        if (error) throw Object.assign(new Error(`${error.parameter}: ${error.message}`), error)
        return result
      }
      const doc: number = (await call(-1, 'OpenDoc', smallAppId)).qReturn.qHandle
      const field = async (): Promise<number> => (await call(doc, 'GetField', 'Region')).qReturn.qHandle
      const objectOf = async (): Promise<number | null> => (await call(doc, 'GetObject', 'own')).qReturn.qHandle
      return {
        socket,
        call,
        state: greeting.params.qSessionState as string,
        make: async (): Promise<number> => (await call(doc, 'CreateSessionObject', table)).qReturn.qHandle,
        select: async (...regions: string[]) =>
          call(
            await field(),
            'SelectValues',
            regions.map((qText) => ({ qText })),
            false,
          ),
        /** What is selected, as charts of everybody would show it; `null` without a selection. */
        selected: async (): Promise<string | null> => {
          const own = { qInfo: { qType: 'x' }, qSelectionObjectDef: {} }
          const handle = (await call(doc, 'CreateSessionObject', own)).qReturn.qHandle
          const { qSelections } = (await call(handle, 'GetLayout')).qLayout.qSelectionObject
          return qSelections[0]?.qSelected ?? null
        },
        /** Rows of the object that the person made; `null` where it is no more. */
        rows: async (): Promise<string[] | null> => {
          const handle = await objectOf()
          if (handle === null) return null
          const { qMatrix } = (await call(handle, 'GetLayout')).qLayout.qHyperCube.qDataPages[0]
          return qMatrix.map((row: { qText: string }[]) => row.map(({ qText }) => qText).join(' '))
        },
        objectOf,
      }
    },
    /** The sealed states in the store. */
    stored: () => store.selectFrom('kept_sessions').selectAll().execute(),
  }
}
