const named = (names: string): readonly string[] => names.trim().split(/\s+/)

/** Names of functions on the public pages of the language, script functions among them, by the family of their page. */
export const documentedFunctions: Readonly<Record<string, readonly string[]>> = {
  aggregation: named(`
    Sum Avg Min Max Mode Only FirstSortedValue MinString MaxString Concat Count NumericCount TextCount NullCount MissingCount
    Fractile FractileExc Median Kurtosis Skew Correl Stdev Sterr STEYX Var LinEst_B LinEst_DF LinEst_F LinEst_M LinEst_R2
    LinEst_SEB LinEst_SEM LinEst_SEY LinEst_SSREG LinEst_SSRESID IRR NPV XIRR XNPV Aggr FirstValue LastValue MutualInfo`),
  'statistical tests': named(`
    Chi2Test_chi2 Chi2Test_df Chi2Test_p TTest_conf TTest_df TTest_dif TTest_lower TTest_sig TTest_sterr TTest_t TTest_upper
    TTestw_conf TTestw_df TTestw_dif TTestw_lower TTestw_sig TTestw_sterr TTestw_t TTestw_upper TTest1_conf TTest1_df
    TTest1_dif TTest1_lower TTest1_sig TTest1_sterr TTest1_t TTest1_upper TTest1w_conf TTest1w_df TTest1w_dif TTest1w_lower
    TTest1w_sig TTest1w_sterr TTest1w_t TTest1w_upper ZTest_z ZTest_sig ZTest_dif ZTest_sterr ZTest_conf ZTest_lower
    ZTest_upper ZTestw_z ZTestw_sig ZTestw_dif ZTestw_sterr ZTestw_conf ZTestw_lower ZTestw_upper`),
  'synthetic dimensions': named('ValueList ValueLoop'),
  'nested and relational': named(
    'KMeans2D KMeansND KMeansCentroid2D KMeansCentroidND STL_Trend STL_Seasonal STL_Residual',
  ),
  colours: named(`
    ARGB Color ColorMapHue ColorMapJet ColorMix1 ColorMix2 Colormix1 Colormix2 HSL RGB SysColor black darkgray lightgray white
    blue lightblue green lightgreen cyan lightcyan red lightred magenta lightmagenta brown yellow`),
  conditional: named('Alt Class Coalesce If Match MixMatch Pick WildMatch'),
  counters: named('AutoNumber AutoNumberHash128 AutoNumberHash256 FieldValueCount IterNo RecNo RowNo'),
  'date and time': named(`
    AddMonths AddYears Age ConvertToLocalTime Day DayEnd DaylightSaving DayName DayNumberOfQuarter DayNumberOfYear DayStart
    FirstWorkDate GMT Hour InDay InDayToTime InLunarWeek InLunarWeekToDate InMonth InMonths InMonthsToDate InMonthToDate
    InQuarter InQuarterToDate InWeek InWeekToDate InYear InYearToDate LastWorkDate LocalTime LunarWeekEnd LunarWeekName
    LunarWeekStart MakeDate MakeTime MakeWeekDate Minute Month MonthEnd MonthName MonthsEnd MonthsName MonthsStart MonthStart
    NetWorkDays Now QuarterEnd QuarterName QuarterStart Second SetDateYear SetDateYearMonth TimeZone Today UTC Week WeekDay
    WeekEnd WeekName WeekStart WeekYear Year YearEnd YearName YearStart YearToDate`),
  'exponential and logarithmic': named('Exp Log Log10 Pow Sqr Sqrt'),
  fields: named(`
    FieldIndex FieldValue FieldValueCount GetAlternativeCount GetCurrentSelections GetExcludedCount GetFieldSelections
    GetNotSelectedCount GetObjectDimension GetObjectField GetObjectMeasure GetPossibleCount GetSelectedCount`),
  files: named(`
    Attribute ConnectString FileBaseName FileDir FileExtension FileName FilePath FileSize FileTime GetFolderPath QvdCreateTime
    QvdFieldName QvdNoOfFields QvdNoOfRecords QvdTableName`),
  financial: named('BlackAndSchole FV nPer Pmt PV Rate'),
  formatting: named('ApplyCodepage Date Dual Interval Money Num Time Timestamp'),
  numeric: named(`
    Bitcount Ceil Combin Div Even Fabs Fact Floor Fmod Frac Mod Odd Permut Round Sign`),
  geospatial: named(`
    GeoAggrGeometry GeoBoundingBox GeoCountVertex GeoGetBoundingBox GeoGetPolygonCenter GeoInvProjectGeometry GeoMakePoint
    GeoProject GeoProjectGeometry GeoReduceGeometry`),
  interpretation: named('Date# Interval# Money# Num# Text Time# Timestamp#'),
  'inter-record': named(`
    Above Below Bottom Top First Last Before After ColumnNo NoOfColumns NoOfRows Column Dimensionality SecondaryDimensionality
    Exists LookUp Peek Previous`),
  logical: named('IsNum IsText'),
  mapping: named('ApplyMap MapSubstring'),
  mathematical: named('e False Pi Rand True'),
  null: named('EmptyIsNull IsNull NULL'),
  range: named(`
    RangeAvg RangeCorrel RangeCount RangeFractile RangeIRR RangeKurtosis RangeMax RangeMaxString RangeMin RangeMinString
    RangeMissingCount RangeMode RangeNPV RangeNullCount RangeNumericCount RangeOnly RangeSkew RangeStdev RangeSum
    RangeTextCount RangeXIRR RangeXNPV`),
  ranking: named('Rank HRank'),
  distributions: named(`
    BetaDensity BetaDist BetaInv BinomDist BinomFrequency BinomInv ChiDensity ChiDist ChiInv FDensity FDist FInv GammaDensity
    GammaDist GammaInv NormDist NormInv PoissonDist PoissonFrequency PoissonInv TDensity TDist TInv`),
  string: named(`
    Capitalize Chr CountRegEx Evaluate ExtractRegEx ExtractRegExGroup FindOneOf Hash128 Hash160 Hash256 Index IndexRegEx
    IndexRegExGroup IsJson IsRegEx JsonArray JsonGet JsonObject JsonSet JsonSetEx KeepChar Left Len LevenshteinDist Lower
    LTrim MatchRegEx Mid Ord PurgeChar Repeat Replace ReplaceRegEx ReplaceRegExGroup Right RTrim SubField SubFieldRegEx
    SubStringCount TextBetween Trim Upper CountRegExI ExtractRegExI ExtractRegExGroupI IndexRegExI IndexRegExGroupI IsRegExI
    MatchRegExI ReplaceRegExI ReplaceRegExGroupI SubFieldRegExI`),
  system: named(`
    Author ClientPlatform ComputerName DocumentName DocumentPath DocumentTitle EngineVersion GetCollationLocale GetObjectField
    GetRegistryString GetSysAttr GetUserAttr GetActiveSheetId IsPartialReload InObject ObjectId OSUser ProductVersion ReloadTime
    StateName QVUser`),
  table: named('FieldName FieldNumber NoOfFields NoOfTables TableName TableNumber'),
  trigonometric: named('Acos Acosh Asin Asinh Atan Atan2 Atanh Cos Cosh Sin Sinh Tan Tanh'),
  window: named('Window WRank RecNo'),
  'old names': named('NumSum NumAvg NumCount NumMin NumMax QlikTechBlue QlikTechGray QlikViewVersion MsgBox Input'),
  'inside sets': named('P E'),
  'analytic connections': named('ScriptEval ScriptEvalStr ScriptAggr ScriptAggrStr ScriptEvalEx ScriptAggrEx'),
}
