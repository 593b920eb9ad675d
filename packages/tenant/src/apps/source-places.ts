import type { AppDefinition } from '@understudy/engine'
import type { Config } from '../config/options.js'
import { filesForApp } from '../data-files/space-files.js'
import type { Store } from '../store/schema.js'
import type { App } from './app-rows.js'
import { readsSpaceFiles, type SourcePlaces } from './app-sources.js'
import { madeFolderName } from './folders/app-folder.js'

/** Where an app's sources may come from, by who keeps its folder and which space it is in. */
export const sourcePlaces = async (
  { store, config }: { readonly store: Store; readonly config: Config },
  app: App,
  definition: Pick<AppDefinition, 'sources'>,
): Promise<SourcePlaces> => ({
  packages: madeFolderName(app) === undefined,
  connections: config.connections ?? new Map(),
  spaceFiles: readsSpaceFiles(definition) ? await filesForApp(store, config, app) : new Map(),
})
