import { page } from './corpus-case.js'

export const session = [
  ...page(
    'SelectionFunctions',
    ['GetSelectedCount(kind)', 0],
    ['GetPossibleCount(kind)', 3],
    ['GetPossibleCount(n)', 4],
    ['GetAlternativeCount(kind)', 0],
    ['GetExcludedCount(kind)', 0],
    ['GetNotSelectedCount(kind)', 0],
    ['GetFieldSelections(kind)', null],
    ['GetCurrentSelections()', null],
    ['GetSelectedCount(nowhere)', { error: 'nowhere' }],
    ['GetObjectField(0)', null],
    ['GetObjectDimension(0)', null],
    ['GetObjectMeasure(9)', null],
  ),
  ...page(
    'SystemFunctions',
    ['StateName()', '$'],
    ['OSUser()', null],
    ['DocumentTitle()', null],
    ['DocumentName()', null],
    ['ObjectId()', ''],
    ["InObject('nothing')", 0],
    ['If(ReloadTime() > 45292, 1)', 1],
    ['If(Len(EngineVersion()) > 0, 1)', 1],
    ['If(Len(ProductVersion()) > 0, 1)', 1],
    ['ComputerName()', { error: 'not available' }],
  ),
]
