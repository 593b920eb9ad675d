import { refused } from './method.js'

const inFolder = 'apps are folders: `understudy app add`, or the REST API, adds, exports and deletes them'
const connections = 'apps read the sources that their app.json declares, and no connections'
const noFiles = 'no client sees the folders of the server'
const byOperator = 'the operator decides over the server'
const noGrammar = 'the grammar of expressions is not told; the documentation lists the functions'

/** Methods of handle -1 that no session may call. */
export const refusedGlobalMethods = refused<'Global'>('QIX-UNSUPPORTED', {
  CreateApp: inFolder,
  CreateDocEx: inFolder,
  DeleteApp: inFolder,
  CopyApp: inFolder,
  ReplaceAppFromID: inFolder,
  ReplaceAppFromPath: inFolder,
  SaveAs: inFolder,
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
})
