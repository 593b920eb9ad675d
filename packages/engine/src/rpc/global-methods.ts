import { UnderstudyError } from '@understudy/contract'
import { command, type Methods, query } from './method.js'
import { referenceTo } from './object-reference.js'
import { optional, text } from './parameters.js'

const globalQuery = query<'Global'>()
const globalCommand = command<'Global'>()

/** Methods of handle -1: opening the app, and what clients ask of an engine before they do. */
export const globalMethods: Methods<'Global'> = {
  OpenDoc: globalCommand({ qDocName: text, qUserName: optional(text, '') }, (call, _, { qDocName }) => {
    const { app } = call.scope
    if (qDocName !== app.id) throw new UnderstudyError('QIX-APP-NOT-FOUND', 'this connection serves another app')
    return { result: referenceTo(call, { kind: 'Doc' }, '', app.id), opened: true }
  }),
  GetActiveDoc: globalQuery({}, (call) => {
    if (!call.opened) throw new UnderstudyError('QIX-APP-NOT-OPEN', 'the session is new')
    return referenceTo(call, { kind: 'Doc' }, '', call.scope.app.id)
  }),
  GetProgress: globalQuery({}, () => ({
    qProgressData: {
      qStarted: false,
      qFinished: true,
      qCompleted: 100,
      qTotal: 100,
      qKB: 0,
      qMillisecs: 0,
      qUserInteractionWanted: false,
      qPersistentProgress: '',
      qTransientProgress: '',
    },
  })),
  GetAuthenticatedUser: globalQuery({}, ({ scope }) => ({ qReturn: scope.principal.subject })),
  EngineVersion: globalQuery({}, () => ({ qVersion: { qComponentVersion: 'understudy-0.1.0' } })),
  ProductVersion: globalQuery({}, () => ({ qReturn: 'understudy-0.1.0' })),
  IsPersonalMode: globalQuery({}, () => ({ qReturn: false })),
  AllowCreateApp: globalQuery({}, () => ({ qReturn: false })),
  CancelRequest: globalQuery({}, () => ({})),
  AbortAll: globalQuery({}, () => ({})),
}
