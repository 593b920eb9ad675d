import { UnderstudyError } from '@understudy/contract'
import { type Methods, query } from './method.js'

const inFolder = 'apps are folders: `understudy app add`, or the REST API, adds, exports and deletes them'
const connections = 'apps read the sources that their app.json declares, and no connections'
const noFiles = 'no client sees the folders of the server'
const byOperator = 'the operator decides over the server'
const noGrammar = 'the grammar of expressions is not told; the documentation lists the functions'

/** What the schemas of clients name and no session may do, with the reason that they are told. */
const reasons = {
  CreateApp: inFolder,
  CreateDocEx: inFolder,
  DeleteApp: inFolder,
  CopyApp: inFolder,
  ReplaceAppFromID: inFolder,
  ImportApp: inFolder,
  ImportAppEx: inFolder,
  ExportApp: inFolder,
  PublishApp: inFolder,
  UploadToContentService: inFolder,
  GetDatabasesFromConnectionString: connections,
  IsValidConnectionString: connections,
  GetDefaultAppFolder: noFiles,
  GetMyDocumentsFolder: noFiles,
  GetLogicalDriveStrings: noFiles,
  GetFolderItemsForPath: noFiles,
  ShutdownProcess: byOperator,
  ReloadExtensionList: byOperator,
  GetInteract: 'reloads ask nobody',
  InteractDone: 'reloads ask nobody',
  GetBNF: noGrammar,
  GetBaseBNF: noGrammar,
  GetBaseBNFHash: noGrammar,
  GetBaseBNFString: noGrammar,
} as const

const refused = (reason: string) =>
  query<'Global'>()({}, () => {
    throw new UnderstudyError('QIX-UNSUPPORTED', reason)
  })

/** Methods of handle -1 that are always refused, in words that help. */
export const refusedGlobalMethods: Methods<'Global'> = Object.fromEntries(
  Object.entries(reasons).map(([name, reason]) => [name, refused(reason)]),
)
