/** An object of the dashboard, as charts and list boxes define it. */
export type DashboardObject = DashboardChart | DashboardList

export interface DashboardChart {
  readonly kind: 'chart'
  readonly dimensions: readonly string[]
  readonly measures: readonly string[]
  /** The column that its rows are sorted by: the largest first for a measure, else by number. */
  readonly sortedBy: number
  /** Its rows by hand, over `sale`, the sales of the selection joined to `customer`. */
  readonly byHand: ChartByHand
}

export interface ChartByHand {
  /** Fields that its columns are grouped by, in order. */
  readonly groups: readonly string[]
  /** Whether a field of the customers is among those that it reads. */
  readonly customers: boolean
  readonly measures: (column: (field: string) => string, element: (field: string) => string) => readonly string[]
}

export interface DashboardList {
  readonly kind: 'list'
  readonly field: string
}

/** Six charts and four list boxes. */
export const dashboard: readonly DashboardObject[] = [
  {
    kind: 'chart',
    dimensions: ['Year'],
    measures: ['Sum(Amount)'],
    sortedBy: 0,
    byHand: { groups: ['Year'], customers: false, measures: (column) => [`sum(${column('Amount')})`] },
  },
  {
    kind: 'chart',
    dimensions: ['Product'],
    measures: ['Sum(Amount)', 'Sum(Quantity)'],
    sortedBy: 1,
    byHand: {
      groups: ['Product'],
      customers: false,
      measures: (column) => [`sum(${column('Amount')})`, `sum(${column('Quantity')})`],
    },
  },
  {
    kind: 'chart',
    dimensions: ['Country'],
    measures: ['Sum(Amount)', 'Avg(Amount)'],
    sortedBy: 1,
    byHand: {
      groups: ['Country'],
      customers: true,
      measures: (column) => [`sum(${column('Amount')})`, `avg(${column('Amount')})`],
    },
  },
  {
    kind: 'chart',
    dimensions: ['Segment'],
    measures: ['Sum(Amount)', 'Count(DISTINCT Customer)'],
    sortedBy: 1,
    byHand: {
      groups: ['Segment'],
      customers: true,
      measures: (column, element) => [`sum(${column('Amount')})`, `count(DISTINCT ${element('Customer')})`],
    },
  },
  {
    kind: 'chart',
    dimensions: ['Month', 'Channel'],
    measures: ['Sum(Quantity)'],
    sortedBy: 0,
    byHand: { groups: ['Month', 'Channel'], customers: false, measures: (column) => [`sum(${column('Quantity')})`] },
  },
  {
    kind: 'chart',
    dimensions: [],
    measures: ['Sum(Amount)', 'Avg(Quantity)', 'Count(DISTINCT Customer)'],
    sortedBy: 0,
    byHand: {
      groups: [],
      customers: false,
      measures: (column, element) => [
        `sum(${column('Amount')})`,
        `avg(${column('Quantity')})`,
        `count(DISTINCT ${element('Customer')})`,
      ],
    },
  },
  { kind: 'list', field: 'Product' },
  { kind: 'list', field: 'Country' },
  { kind: 'list', field: 'Channel' },
  { kind: 'list', field: 'Year' },
]
