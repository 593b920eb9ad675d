import { aggregateFunctions, scalarFunctions } from '../expressions/functions/catalogue.js'
import { type Methods, query } from './method.js'

const globalQuery = query<'Global'>()

const version = 'understudy-0.1.0'

const answers = (value: boolean | string) => globalQuery({}, () => ({ qReturn: value }))

/** Methods of handle -1 that tell about the engine and about who is asking. */
export const globalInformationMethods: Methods<'Global'> = {
  GetAuthenticatedUser: globalQuery({}, ({ scope }) => ({ qReturn: scope.principal.subject })),
  GetUniqueID: globalQuery({}, ({ createId }) => ({ qUniqueID: createId() })),
  EngineVersion: globalQuery({}, () => ({ qVersion: { qComponentVersion: version } })),
  ProductVersion: answers(version),
  QTProduct: answers(version),
  QvVersion: answers(version),
  BuildVersion: answers(version),
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
  GetFunctions: globalQuery({}, () => ({
    qFunctions: [...aggregateFunctions, ...scalarFunctions].map(({ name }) => ({ qName: name })),
  })),
  GetStreamList: globalQuery({}, () => ({ qStreamList: [] })),
  GetOdbcDsns: globalQuery({}, () => ({ qOdbcDsns: [] })),
  GetOleDbProviders: globalQuery({}, () => ({ qOleDbProviders: [] })),
  GetCustomConnectors: globalQuery({}, () => ({ qConnectors: [] })),
}
