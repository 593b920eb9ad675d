import {
  aggregateFunctions,
  interRecordFunctions,
  replacedFunctions,
  scalarFunctions,
  sessionFunctions,
} from '../expressions/functions/catalogue.js'
import { productVersion } from '../product-version.js'
import { type Methods, query } from './method.js'
import { only, unheeded } from './parameters.js'

const globalQuery = query<'Global'>()

const functions = [
  ...aggregateFunctions,
  ...scalarFunctions,
  ...interRecordFunctions,
  ...replacedFunctions,
  ...sessionFunctions,
]

const answers = (value: boolean | string) => globalQuery({}, () => ({ qReturn: value }))

/** Methods of handle -1 that tell about the engine and about who is asking. */
export const globalInformationMethods: Methods<'Global'> = {
  GetAuthenticatedUser: globalQuery({}, ({ scope }) => ({ qReturn: scope.principal.subject })),
  GetUniqueID: globalQuery({}, ({ createId }) => ({ qUniqueID: createId() })),
  EngineVersion: globalQuery({}, () => ({ qVersion: { qComponentVersion: productVersion } })),
  ProductVersion: answers(productVersion),
  QTProduct: answers(productVersion),
  QvVersion: answers(productVersion),
  BuildVersion: answers(productVersion),
  OSName: answers(process.platform),
  // The version of the system helps attackers and no client.
  OSVersion: answers(process.arch),
  IsPersonalMode: answers(false),
  IsDesktopMode: answers(false),
  IsSystemService: answers(true),
  AllowCreateApp: answers(false),
  GetConfiguration: globalQuery({}, () => ({ qConfig: { qFeatures: {}, qIsPublishedOnly: false } })),
  GetSupportedCodePages: globalQuery({}, () => ({
    qCodePages: [{ qNumber: 65001, qName: 'utf-8', qDescription: 'Unicode (UTF-8)' }],
  })),
  GetFunctions: globalQuery({ qGroup: only(['ALL', 'FUNC_GROUP_ALL', 0, ''], 'functions have no groups') }, () => ({
    qFunctions: functions.map(({ name }) => ({ qName: name })),
  })),
  GetStreamList: globalQuery({}, () => ({ qStreamList: [] })),
  GetOdbcDsns: globalQuery({}, () => ({ qOdbcDsns: [] })),
  GetOleDbProviders: globalQuery({}, () => ({ qOleDbProviders: [] })),
  GetCustomConnectors: globalQuery({ qReloadList: unheeded('there are none') }, () => ({ qConnectors: [] })),
}
