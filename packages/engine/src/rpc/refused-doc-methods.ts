import { type Methods, refused } from './method.js'

const inFolder = 'apps are folders: `understudy app add`, or the REST API, adds, exports and deletes them'
const nothingStored = 'nothing can be stored in it'
const inSession = 'what a client makes lives in its session: CreateSessionVariable makes a variable'
const byDataSql = 'its tables and fields are those of its data.sql'
const connections = 'apps read the sources that their app.json declares, and no connections'
const noFiles = 'no client sees the folders of the server'
const noGrammar = 'the grammar of expressions is not told; the documentation lists the functions'
const noDrafts = 'objects have no drafts: change the object itself, in this session'
const noDebugger = 'scripts run as a whole: there is no debugger'
const noViewer = 'there is no data model viewer whose view could be stored'
const noGovernance = 'its fields have no ids in a catalogue of data'
const oneSession = 'a session app belongs to its session, and ends with it'

/** Methods that would store something in an app, which no client does. */
const readOnlyMethods = refused<'Doc'>('QIX-READ-ONLY', {
  CreateObject: `${nothingStored}: CreateSessionObject makes an object of this session`,
  DestroyObject: `${nothingStored}: DestroySessionObject destroys an object of this session`,
  CreateDimension: nothingStored,
  CreateMeasure: nothingStored,
  CloneDimension: nothingStored,
  CloneMeasure: nothingStored,
  DestroyDimension: nothingStored,
  DestroyMeasure: nothingStored,
  CreateVariable: inSession,
  CreateVariableEx: inSession,
  RemoveVariable: inSession,
  DestroyVariableById: inSession,
  DestroyVariableByName: inSession,
  SetFavoriteVariables: nothingStored,
  SetAppProperties: nothingStored,
  SetAppObjectSortingRank: nothingStored,
  SetProhibitBinaryLoad: nothingStored,
  MigrateVariables: nothingStored,
  MigrateDerivedFields: nothingStored,
  CommitScript: nothingStored,
  DoSave: nothingStored,
  SaveObjects: nothingStored,
  AddFieldFromExpression: byDataSql,
  Scramble: byDataSql,
  SetLooselyCoupledVector: byDataSql,
})

const unsupportedMethods = refused<'Doc'>('QIX-UNSUPPORTED', {
  SaveAs: inFolder,
  Publish: inFolder,
  UnPublish: inFolder,
  ExportReducedData: inFolder,
  TransformApp: inFolder,
  UploadTable: inFolder,
  CreateConnection: connections,
  ModifyConnection: connections,
  DeleteConnection: connections,
  GetConnection: connections,
  GetDatabaseInfo: connections,
  GetDatabases: connections,
  GetDatabaseOwners: connections,
  GetDatabaseTables: connections,
  GetDatabaseTableFields: connections,
  GetDatabaseTablePreview: connections,
  GetFolderItemsForConnection: connections,
  GuessFileType: connections,
  GetFileTables: connections,
  GetFileTableFields: connections,
  GetFileTablePreview: connections,
  GetFileTablesEx: connections,
  SendGenericCommandToCustomConnector: connections,
  GetIncludeFileContent: noFiles,
  GetLibraryContent: noFiles,
  GetLineage: 'where its data come from is told to no client',
  GetExpressionBNF: noGrammar,
  GetExpressionBNFHash: noGrammar,
  CreateDraft: noDrafts,
  CommitDraft: noDrafts,
  DestroyDraft: noDrafts,
  Resume: noDebugger,
  SetScriptBreakpoints: noDebugger,
  SetFetchLimit: 'reloads have no limit of rows',
  GetScriptMeta: 'versions of a script are those of its folder',
  GetViewDlgSaveInfo: noViewer,
  SetViewDlgSaveInfo: noViewer,
  GetActiveSheetId: 'which sheet is shown is known to the client alone',
  GetLayoutProperties: 'sheets have the properties of their objects: GetObject, GetProperties',
  GetSheetObject: 'objects are found by GetObject',
  GetFieldsResourceIds: noGovernance,
  GetAssociationScores: 'tables are joined by the fields that they have in common: GetTablesAndKeys tells them',
  ChangeSessionAppOwner: oneSession,
  ChangeSessionAppSpace: oneSession,
  BulkRequest: 'requests of one socket may overlap: send them one after the other',
})

/** Methods of the app that are refused, whoever calls them. */
export const refusedDocMethods: Methods<'Doc'> = { ...readOnlyMethods, ...unsupportedMethods }
