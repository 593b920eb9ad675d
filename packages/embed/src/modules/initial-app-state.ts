import './auth.js'
import type { Doc } from '@qlik/api/qix'
import type { FieldSelectionState, InitialAppStateRuntimeApiV1 } from '@qlik/embed-runtime/initial-app-state'
import { addInitialAppAction } from '#qlik-api/qix'
import { effectiveHostConfig, usesTokens } from '../auth/effective-host-config.js'
import { toTokenHost } from '../auth/host.js'
import { keeperOf, onTokenNews } from '../auth/token-keepers.js'

type AppProps = Parameters<InitialAppStateRuntimeApiV1['setInitialAppState']>[0]

/** Module `initial-app-state@v1`: what happens once in a session, before anything of the app is shown. */
export const setInitialAppState: InitialAppStateRuntimeApiV1['setInitialAppState'] = (app, state) => {
  addAction(app, async (doc) => {
    if (state.clearSelections) await doc.clearAll()
    if (state.bookmarkId !== undefined) await doc.applyBookmark(state.bookmarkId)
    for (const selection of state.fieldSelections ?? []) await select(doc, selection)
  })
}

/** Calls back when the app is open, and before anything of it is shown. */
export const addOnAppOpenCallback: InitialAppStateRuntimeApiV1['addOnAppOpenCallback'] = (app, callback) => {
  addAction(app, (doc) => callback({ doc }))
}

/** Adds an action to the session of the page's person, and to that of each who follows. */
const addAction = (app: AppProps, action: Parameters<typeof addInitialAppAction>[1]): void => {
  addInitialAppAction(sessionOf(app), action)
  const hostConfig = effectiveHostConfig(app.hostConfig)
  if (!usesTokens(hostConfig)) return
  const keeper = keeperOf(toTokenHost(hostConfig))
  onTokenNews((news, of) => {
    if (news === 'another person' && of === keeper) addInitialAppAction(sessionOf(app), action)
  })
}

const sessionOf = ({ appId, identity, hostConfig }: AppProps) => ({
  appId,
  hostConfig: effectiveHostConfig(hostConfig),
  ...(identity !== undefined && { identity }),
})

const select = async (doc: Doc, { name, state, values, search }: FieldSelectionState): Promise<void> => {
  const field = await doc.getField(name, state ?? '$')
  if (values !== undefined) await field.selectValues(values, false, true)
  else if (search !== undefined) await field.select(search.match, true)
}
