export { checkFolder } from './check/check-folder.js'
export { type Finding, toldOf } from './check/finding.js'
export { findingAt } from './check/finding-at.js'
export { evaluateHypercube } from './evaluate/evaluate-hypercube.js'
export { evaluateListObject } from './evaluate/evaluate-list-object.js'
export type {
  Cell,
  ColumnError,
  DimensionFacts,
  DimensionRequest,
  ElementState,
  EvaluationContext,
  HypercubeOutcome,
  HypercubeRequest,
  HypercubeResult,
  ListObjectOutcome,
  ListObjectRequest,
  ListObjectResult,
  ListObjectRow,
  MeasureFacts,
  MeasureRequest,
  SortCriteria,
  StateCounts,
} from './evaluate/evaluation.js'
export { describeFields, type FieldDescription } from './evaluate/visible-fields.js'
export { describeTables, seesEverything, type TableDescription } from './evaluate/visible-tables.js'
export { type ExportFileType, exportFileTypes } from './export/export-file-type.js'
export { renderExpressionsPage } from './expressions/render-expressions.js'
export { symbolSet } from './model/symbol-set.js'
export type { AppDefinition, AppSource } from './objects/app-definition.js'
export { loadAppDefinition } from './objects/load-app-definition.js'
export { isSessionAppId } from './objects/session-app-id.js'
export type { Principal } from './principal.js'
export { copySnapshot } from './reload/copy-snapshot.js'
export { type DeclaredSource, readScript } from './reload/data-sources.js'
export { publishSnapshot } from './reload/publish-snapshot.js'
export { type ReloadRequest, reloadApp } from './reload/reload-app.js'
export { type ReloadProgress, type ReloadReport, reloadedPercent } from './reload/reload-report.js'
export type { OpenSource, SourceTable, SourceType } from './reload/tables/source-table.js'
export { makeWorkFolder } from './reload/work-folder.js'
export type { SessionLimits } from './rpc/method.js'
export type {
  AppEntry,
  BegunExport,
  DataOrigin,
  RunningReload,
  SessionData,
  SessionHost,
  WantedExport,
} from './rpc/session-data.js'
export { type DataView, openDataView } from './security/data-view.js'
export type { AnsweredCall } from './session/answered-call.js'
export { type CloseCode, closeCodes } from './session/close-code.js'
export type { Connection, Transport } from './session/connection.js'
export { createEngineSession, type EngineSession, type EngineSessionOptions } from './session/engine-session.js'
export type { KeptChanges, KeptState } from './session/state-keeper.js'
export { type Restored, storedStateFor } from './session/stored-state.js'
export { createQueryQueue, type QueryQueue } from './snapshot/query-queue.js'
export { openSnapshot, type Snapshot, type SnapshotOptions } from './snapshot/snapshot.js'
export { currentSnapshotId, snapshotFileName } from './snapshot/snapshot-files.js'
