const script = 'it belongs to load scripts, and data is loaded by data.sql here'
const codepage = 'texts are Unicode here'
const geometry = 'shapes are not computed here; GeoMakePoint makes points'
const machine = 'formulas read nothing of the machine that the server runs on'
const screen = "the server does not know what a browser shows; ObjectId('sheet') is the sheet that a formula is on"
const people = 'OSUser() tells who the person is; attributes of people are read by section access only'
const twoSamples = 'tests of two samples, of weighted samples and of contingency are not computed here'
const oldName = 'it is an old name: use RangeSum, RangeAvg, RangeCount, RangeMin or RangeMax'
const writtenJson = 'JSON is read here, not written'
const analytics = 'no analytic services are connected'
const learning = 'clusters, seasons and dependencies are not computed here'
const withinSets = 'it stands within a set only, as the values of a field: {<Field=P({1} Field)>}'
const otherProduct = 'it belongs to another product'
const author = 'apps are folders here, and have no author'
const system = 'there is no operating system, registry or desktop behind a chart here'

const named = (reason: string, names: string): readonly (readonly [string, string])[] =>
  names.split(' ').map((name) => [name, reason] as const)

/** Functions that formulas of other tools know and that are refused on purpose, each with the reason. */
export const refusedFunctions: ReadonlyMap<string, string> = new Map([
  ...named(script, 'ApplyMap MapSubString Exists Peek Previous LookUp AutoNumber AutoNumberHash128 AutoNumberHash256'),
  ...named(script, 'IterNo RecNo Evaluate IsPartialReload FirstValue LastValue Window WRank'),
  ...named(script, 'FieldName FieldNumber NoOfFields NoOfTables TableName TableNumber QvdCreateTime QvdFieldName'),
  ...named(script, 'QvdNoOfFields QvdNoOfRecords QvdTableName Attribute ConnectString FileBaseName FileDir'),
  ...named(script, 'FileExtension FileName FilePath FileSize FileTime GetFolderPath JsonSetEx JsonArray JsonObject'),
  ...named(twoSamples, 'TTest_t TTest_df TTest_sig TTest_dif TTest_sterr TTest_conf TTest_lower TTest_upper'),
  ...named(twoSamples, 'TTestw_t TTestw_df TTestw_sig TTestw_dif TTestw_sterr TTestw_conf TTestw_lower TTestw_upper'),
  ...named(twoSamples, 'TTest1w_t TTest1w_df TTest1w_sig TTest1w_dif TTest1w_sterr TTest1w_conf TTest1w_lower'),
  ...named(
    twoSamples,
    'TTest1w_upper ZTestw_z ZTestw_sig ZTestw_dif ZTestw_sterr ZTestw_conf ZTestw_lower ZTestw_upper',
  ),
  ...named(twoSamples, 'Chi2Test_chi2 Chi2Test_df Chi2Test_p'),
  ...named(oldName, 'NumSum NumAvg NumCount NumMin NumMax'),
  ...named(writtenJson, 'JsonSet'),
  ...named(codepage, 'ApplyCodepage'),
  ...named(geometry, 'GeoAggrGeometry GeoBoundingBox GeoCountVertex GeoGetBoundingBox GeoGetPolygonCenter'),
  ...named(geometry, 'GeoInvProjectGeometry GeoProject GeoProjectGeometry GeoReduceGeometry GeoInverseProjectGeometry'),
  ...named(machine, 'ComputerName DocumentPath GetSysAttr'),
  ...named(screen, 'ClientPlatform GetActiveSheetId'),
  ...named(people, 'QVUser GetUserAttr'),
  ...named(
    analytics,
    'ScriptEval ScriptEvalStr ScriptAggr ScriptAggrStr ScriptEvalEx ScriptEvalExStr ScriptAggrEx ScriptAggrExStr',
  ),
  ...named(
    learning,
    'KMeans2D KMeansND KMeansCentroid2D KMeansCentroidND STL_Trend STL_Seasonal STL_Residual MutualInfo',
  ),
  ...named(withinSets, 'P'),
  ...named(otherProduct, 'QlikTechBlue QlikTechGray QlikViewVersion'),
  ...named(author, 'Author'),
  ...named(system, 'GetRegistryString SysColor MsgBox Input'),
])

const byLowerName = new Map([...refusedFunctions].map(([name, reason]) => [name.toLowerCase(), reason]))

/** Why a function is refused, by its name in any case, also one of a connection (`R.ScriptEval`); `undefined` where it is not. */
export const refusalOf = (name: string): string | undefined =>
  byLowerName.get(name.slice(name.lastIndexOf('.') + 1).toLowerCase())
