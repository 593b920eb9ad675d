import { emptyList } from '../objects/layout/list-layouts.js'
import { type Methods, query } from './method.js'

const docQuery = query<'Doc'>()

/** Methods of the app that tell of what apps here never have. */
export const docEmptyMethods: Methods<'Doc'> = {
  GetConnections: docQuery({}, () => ({ qConnections: [] }), 'none: apps read the sources of their app.json'),
  GetContentLibraries: docQuery({}, () => ({ qList: { qItems: [] } }), 'none'),
  GetFavoriteVariables: docQuery({}, () => ({ qNames: [] }), 'none'),
  GetLooselyCoupledVector: docQuery({}, () => ({ qv: [] }), 'none: no table is loosely coupled'),
  GetMediaList: docQuery({}, () => ({ qList: emptyList, qReturn: false }), 'none'),
  GetScriptBreakpoints: docQuery({}, () => ({ qBreakpoints: [] }), 'none'),
  GetTextMacros: docQuery({}, () => ({ qMacros: [] }), 'none: variables are told by GetVariables'),
}
