import { UnderstudyError } from '@understudy/contract'
import type { JsonObject } from '../json.js'
import { isSessionAppId } from '../objects/session-app-id.js'
import { type ReloadProgress, reloadedPercent } from '../reload/reload-report.js'
import { type Call, type Methods, query, task } from './method.js'
import { referenceTo } from './object-reference.js'
import { integer, only, text, unheeded } from './parameters.js'
import type { AppEntry } from './session-data.js'

const globalQuery = query<'Global'>()
const globalTask = task<'Global'>()

const byToken = 'the token says who asks'

const theDoc = (call: Call): JsonObject => referenceTo(call, { kind: 'Doc' }, '', call.scope.app.id)

/** A connection serves one app: one that is there already is never taken for another. */
const refuseStoredApp = ({ scope: { app } }: Call): void => {
  if (!isSessionAppId(app.id))
    throw new UnderstudyError('QIX-UNSUPPORTED', 'a session app has an address of its own: /app/SessionApp_<any name>')
}

const entryMembers = ({ name, description, lastReloadTime }: AppEntry): JsonObject => ({
  qTitle: name,
  qLastReloadTime: lastReloadTime ?? '',
  qReadOnly: true,
  qIsPublished: true,
  qThumbnail: {},
  qMeta: { name, description },
})

const progressLayout = (progress: ReloadProgress | null): JsonObject => {
  return {
    qStarted: progress !== null,
    qFinished: progress === null,
    qCompleted: progress ? reloadedPercent(progress) : 100,
    qTotal: 100,
    qKB: 0,
    qMillisecs: 0,
    qUserInteractionWanted: false,
    qPersistentProgress: '',
    qTransientProgress: progress ? `${progress.stage} ${progress.subject}`.trim() : '',
  }
}

const cancelReload = globalQuery({ qReason: unheeded('nobody is told why') }, ({ reload }) => {
  reload.cancel()
  return {}
})

/** What is given up is answered with error 15. */
const cancelRequest = globalQuery({ qRequestId: integer }, (call, _, { qRequestId }) => {
  call.cancel(qRequestId)
  return {}
})

/** Methods of handle -1 that open apps and watch what is going on. */
export const globalMethods: Methods<'Global'> = {
  OpenDoc: globalQuery(
    {
      qDocName: text,
      qUserName: unheeded(byToken),
      qPassword: unheeded(byToken),
      qSerial: unheeded('there are no licences'),
      qNoData: unheeded('apps are opened with their data'),
    },
    (call, _, { qDocName }) => {
      if (qDocName !== call.scope.app.id)
        throw new UnderstudyError('QIX-APP-NOT-FOUND', 'this connection serves another app')
      return theDoc(call)
    },
  ),
  GetActiveDoc: globalQuery({}, theDoc),
  CreateSessionApp: globalQuery({}, (call) => {
    refuseStoredApp(call)
    return { ...theDoc(call), qSessionAppId: call.scope.app.id }
  }),
  CreateSessionAppFromApp: globalTask({ qSrcAppId: text }, async (call, _, { qSrcAppId }) => {
    refuseStoredApp(call)
    if (call.data.origin !== null) throw new UnderstudyError('QIX-IMPOSSIBLE', 'the session has an app already')
    const data = await call.host.copyApp(qSrcAppId)
    return { result: { ...theDoc(call), qSessionAppId: call.scope.app.id }, data }
  }),
  GetDocList: globalQuery({}, async ({ host }) => ({
    qDocList: (await host.listApps()).map((entry) => ({
      qDocName: entry.name,
      qDocId: entry.id,
      qConnectedUsers: 0,
      qFileTime: 0,
      qFileSize: 0,
      ...entryMembers(entry),
    })),
  })),
  GetAppEntry: globalQuery({ qAppID: text }, async ({ host }, _, { qAppID }) => {
    const entry = (await host.listApps()).find(({ id }) => id === qAppID)
    if (!entry) throw new UnderstudyError('QIX-APP-NOT-FOUND', 'the user may open no app of that id')
    return { qEntry: { qID: entry.id, qName: entry.name, ...entryMembers(entry) } }
  }),
  GetProgress: globalQuery({ qRequestId: unheeded('a session has one reload at a time') }, ({ reload }) => ({
    qProgressData: progressLayout(reload.progress()),
  })),
  CancelReload: cancelReload,
  CancelRequest: cancelRequest,
  AbortRequest: cancelRequest,
  AbortAll: globalQuery({}, (call) => {
    call.cancel(null)
    return {}
  }),
  ConfigureReload: globalQuery(
    {
      qCancelOnScriptError: only([true], 'a script ends at its first error'),
      qUseErrorData: unheeded('the call that runs a script is answered with its error'),
      qInteractOnError: only([false], 'scripts run as a whole: there is no debugger'),
    },
    () => ({}),
  ),
}
