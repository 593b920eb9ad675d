import { UnderstudyError } from '@understudy/contract'
import { loadScriptRefusal } from '../check/load-script.js'
import { type JsonObject, numberOf } from '../json.js'
import { limits } from '../limits.js'
import { isSessionAppId } from '../objects/session-app-id.js'
import { checkScript } from '../reload/check-script.js'
import { type Call, command, type Methods, query, task } from './method.js'
import { object, only, optional, text, unheeded } from './parameters.js'
import type { SessionData } from './session-data.js'

const docQuery = query<'Doc'>()
const docCommand = command<'Doc'>()
const docTask = task<'Doc'>()

const forEditors = 'in session apps made from an app, for those who may edit that app'

const maxLength = limits.script.most

const reloadMode = only([0, 1], 'a script ends at its first error')
const neverPartial = only([false, 0], 'reloads are never partial')
const neverDebugged = only([false, 0], 'scripts run as a whole: there is no debugger')

/**
 * The app whose sources a script of the session may read, with the script that the session has.
 *
 * @throws UnderstudyError `QIX-READ-ONLY` for those who may not load data of the app by a script of theirs
 */
const scriptOf = async ({ scope: { app }, data: { origin }, host, script }: Call) => {
  if (!isSessionAppId(app.id))
    throw new UnderstudyError('QIX-READ-ONLY', 'its script is data.sql of its folder, run by a reload of the app')
  if (origin === null)
    throw new UnderstudyError('QIX-READ-ONLY', 'an empty session app declares no sources: make it from an app')
  const ofApp = await host.readScript(origin.appId)
  return { appId: origin.appId, script: script ?? ofApp }
}

const reloaded = async (call: Call): Promise<SessionData> => {
  const { appId, script } = await scriptOf(call)
  return call.reload.run((running) => call.host.runScript(appId, script, running))
}

const scriptErrors = async (script: string): Promise<readonly JsonObject[]> => {
  const refusal = loadScriptRefusal(script)
  const problem = refusal ? { message: refusal.message, line: 0 } : await checkScript(script)
  return problem === null
    ? []
    : [
        {
          qErrLen: 0,
          qLineInTab: problem.line,
          qColInLine: 0,
          qTabIx: 0,
          qTextPos: 0,
          qSecondaryFailure: false,
          qMessage: problem.message,
        },
      ]
}

/**
 * Methods of the app that read, change and run the script by which its data is loaded. The one place where a client's SQL
 * is run: by the reload, in a locked-down database of its own, for those who may edit the app.
 */
export const docScriptMethods: Methods<'Doc'> = {
  GetScript: docQuery({}, async (call) => ({ qScript: (await scriptOf(call)).script }), forEditors),
  GetScriptEx: docQuery(
    {},
    async (call) => ({ qScript: { qScript: (await scriptOf(call)).script, qMeta: {} } }),
    forEditors,
  ),
  SetScript: docCommand({ qScript: text }, async (call, _, { qScript }) => {
    await scriptOf(call)
    if (qScript.length > maxLength)
      throw new UnderstudyError('QIX-PARAMS', `qScript must be a text of at most ${maxLength} characters`)
    const refusal = loadScriptRefusal(qScript)
    if (refusal) throw refusal
    return { result: {}, script: qScript }
  }),
  GetEmptyScript: docQuery({ qLocalizedMainSection: unheeded('scripts have no sections') }, () => ({ qReturn: '' })),
  CheckScriptSyntax: docQuery({}, async (call) => ({ qErrors: await scriptErrors((await scriptOf(call)).script) })),
  DoReload: docTask({ qMode: reloadMode, qPartial: neverPartial, qDebug: neverDebugged }, async (call) => ({
    result: { qReturn: true },
    data: await reloaded(call),
  })),
  DoReloadEx: docTask({ qParams: optional(object, {}) }, async (call, _, { qParams }) => {
    reloadMode(qParams.qMode, 'qMode')
    neverPartial(qParams.qPartial, 'qPartial')
    neverDebugged(qParams.qDebug, 'qDebug')
    if ((numberOf(qParams.qRowLimit) ?? -1) > 0)
      throw new UnderstudyError('QIX-UNSUPPORTED', 'reloads have no limit of rows')
    const data = await reloaded(call)
    const result = { qSuccess: true, qScriptLogFile: '', qEndedWithMemoryConstraint: false }
    return { result: { qResult: result }, data }
  }),
}
