import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import type { EvaluationContext } from '../evaluate/evaluation.js'
import { contextOf, withSnapshot } from './app-folder.js'
import { selecting } from './small-model.js'

/** Three years of sales, of which some have no customer in the table of customers, and a calendar of all days. */
const model = `
CREATE TABLE sales AS SELECT i AS "Id", DATE '2022-01-01' + CAST((i*37)%1095 AS INTEGER) AS "Date", ['Nut','Bolt','Cog','Gear','Pin'][1+(i*7)%5] AS "Product", 'C'||((i*13)%17) AS "Customer", CAST(((i*31)%97)+1 AS DOUBLE) AS "Sales", CAST(((i*11)%13) AS DOUBLE) AS "Qty" FROM range(0,600) t(i);
CREATE TABLE customers AS SELECT 'C'||i AS "Customer", ['North','South','East'][1+i%3] AS "Region" FROM range(0,16) t(i);
CREATE TABLE calendar AS SELECT d::DATE AS "Date", year(d) AS "Year", month(d) AS "MonthNo" FROM generate_series(TIMESTAMP '2022-01-01', TIMESTAMP '2024-12-30', INTERVAL 1 DAY) t(d);
`

const joined = 'sales JOIN calendar USING ("Date") LEFT JOIN customers USING ("Customer")'

const variables: Readonly<Record<string, string>> = {
  vSum: 'Sum($1)',
  vRatio: '$(vSum($1))/$(vSum($2))',
  vPeriod: '=Max(Year)',
  vToday: '=Date(Max(Date))',
}

/** Formulas as analysts write them, and the query that says the same. */
const formulas: readonly (readonly [formula: string, sql: string])[] = [
  ['Sum({<Year={$(=Max(Year))}>} Sales)', `SELECT sum("Sales") FROM ${joined} WHERE "Year"=2024`],
  ['Sum({<Year={$(=Max(Year)-1)}>} Sales)', `SELECT sum("Sales") FROM ${joined} WHERE "Year"=2023`],
  [
    'Sum({$<Date={">=$(=Date(AddMonths(Max(Date),-12)))<=$(=Date(Max(Date)))"}>} Sales)',
    `SELECT sum("Sales") FROM sales WHERE "Date" BETWEEN (SELECT max("Date") FROM calendar) - INTERVAL 12 MONTH AND (SELECT max("Date") FROM calendar)`,
  ],
  [
    'Sum({$<Date={">=$(=YearStart(Max(Date)))<=$(=Max(Date))"}>} Sales)',
    `SELECT sum("Sales") FROM ${joined} WHERE "Year"=2024`,
  ],
  [
    'Sum({<Year=,MonthNo=,Date={">$(=Date(MonthStart(Max(Date),-3)))"}>} Sales)',
    `SELECT sum("Sales") FROM sales WHERE "Date" > DATE '2024-09-01'`,
  ],
  ["Sum({<Product={'N*'}>} Sales)", `SELECT 0`],
  ['Sum({<Product={"N*","*i*"}>} Sales)', `SELECT sum("Sales") FROM sales WHERE "Product" IN ('Nut','Pin')`],
  ['Sum({<Product-={Nut}>} Sales)', `SELECT sum("Sales") FROM sales WHERE "Product"<>'Nut'`],
  [
    'Sum({1<Product={Nut}>} Sales)/Sum({1} Sales)',
    `SELECT sum("Sales") FILTER ("Product"='Nut')/sum("Sales") FROM sales`,
  ],
  [
    'Count({<Customer={"=Sum(Sales)>1500"}>} DISTINCT Customer)',
    `SELECT count(*) FROM (SELECT "Customer" FROM sales GROUP BY 1 HAVING sum("Sales")>1500)`,
  ],
  [
    'Sum({<Customer={"=Rank(Sum(Sales))<=3"}>} Sales)',
    `SELECT sum(s) FROM (SELECT sum("Sales") s FROM sales GROUP BY "Customer" ORDER BY 1 DESC LIMIT 3)`,
  ],
  [
    'Sum({<Customer=P({1<Product={Nut},Year={2023}>} Customer)>} Sales)',
    `SELECT sum("Sales") FROM sales WHERE "Customer" IN (SELECT "Customer" FROM ${joined} WHERE "Product"='Nut' AND "Year"=2023)`,
  ],
  [
    'Sum({<Customer=E({1<Region={North}>})>} Sales)',
    `SELECT sum("Sales") FROM ${joined} WHERE "Region" IS DISTINCT FROM 'North'`,
  ],
  ['Sum(Aggr(Sum({<Year={2024}>} Sales),Customer))', `SELECT sum("Sales") FROM ${joined} WHERE "Year"=2024`],
  [
    'Sum(Aggr(Count({<Product={Nut}>} DISTINCT Qty),Customer))',
    `SELECT sum(n) FROM (SELECT count(DISTINCT "Qty") n FROM sales WHERE "Product"='Nut' GROUP BY "Customer")`,
  ],
  ['Sum(Aggr(Max(Sales),Customer))', `SELECT sum(m) FROM (SELECT max("Sales") m FROM sales GROUP BY "Customer")`],
  [
    'Avg(Aggr(Sum(Sales),Customer,Product))',
    `SELECT avg(m) FROM (SELECT sum("Sales") m FROM sales GROUP BY "Customer","Product")`,
  ],
  [
    'Max(Aggr(NODISTINCT Sum(Sales),Region))',
    `SELECT max(m) FROM (SELECT sum("Sales") m FROM ${joined} WHERE "Region" IS NOT NULL GROUP BY "Region")`,
  ],
  [
    'Count(DISTINCT Aggr(If(Sum(Sales)>1500,Customer),Customer))',
    `SELECT count(*) FROM (SELECT "Customer" FROM sales GROUP BY 1 HAVING sum("Sales")>1500)`,
  ],
  [
    'FirstSortedValue(DISTINCT Customer,-Aggr(Sum(Sales),Customer))',
    `SELECT "Customer" FROM sales GROUP BY 1 ORDER BY sum("Sales") DESC LIMIT 1`,
  ],
  [
    'FirstSortedValue(Product,-Aggr(Sum(Sales),Product),2)',
    `SELECT "Product" FROM sales GROUP BY 1 ORDER BY sum("Sales") DESC LIMIT 1 OFFSET 1`,
  ],
  ["Concat(DISTINCT Product,', ')", `SELECT string_agg(DISTINCT "Product", ', ' ORDER BY "Product") FROM sales`],
  [
    "Concat(DISTINCT {<Year={2024}>} Region,'|')",
    `SELECT string_agg(DISTINCT "Region", '|' ORDER BY "Region") FROM ${joined} WHERE "Year"=2024`,
  ],
  ['Sum(If(Year=2024,Sales))', `SELECT sum("Sales") FROM ${joined} WHERE "Year"=2024`],
  ['Sum(Sales*Qty)/Sum(Qty)', `SELECT sum("Sales"*"Qty")/sum("Qty") FROM sales`],
  ['$(vSum(Sales))', `SELECT sum("Sales") FROM sales`],
  ['$(vRatio(Sales,Qty))', `SELECT sum("Sales")/sum("Qty") FROM sales`],
  ['Sum({<Year={$(vPeriod)}>} Sales)', `SELECT sum("Sales") FROM ${joined} WHERE "Year"=2024`],
  ["='Sales of ' & GetFieldSelections(Product)", `SELECT 'Sales of '`],
  ["If(GetSelectedCount(Product)=1,'one','many')", `SELECT 'many'`],
  ["Pick(Match('b','a','b','c'),1,2,3)", `SELECT 2`],
  ["Pick(WildMatch(Only({<Product={Nut}>} Product),'B*','N*'),'x','y')", `SELECT 'y'`],
  ["Dual('Q'&Ceil(Month(Max(Date))/3),Ceil(Month(Max(Date))/3))", `SELECT 'Q4'`],
  ['Sum(TOTAL Sales)', `SELECT sum("Sales") FROM sales`],
  [
    'Sum({<Year={2024}>} Sales)/Sum({<Year={2023}>} Sales)-1',
    `SELECT sum("Sales") FILTER ("Year"=2024)/sum("Sales") FILTER ("Year"=2023)-1 FROM ${joined}`,
  ],
  [
    '{<Year={2024}>} Sum(Sales)/Count(DISTINCT Customer)',
    `SELECT sum("Sales")/count(DISTINCT "Customer") FROM ${joined} WHERE "Year"=2024`,
  ],
  ['Sum({<Year={">=2023"}>} Sales)', `SELECT sum("Sales") FROM ${joined} WHERE "Year">=2023`],
  [
    'Sum({<Region={North}>+<Product={Nut}>} Sales)',
    `SELECT sum("Sales") FROM ${joined} WHERE "Region"='North' OR "Product"='Nut'`,
  ],
  [
    'Sum({<Region={North}>*<Product={Nut}>} Sales)',
    `SELECT sum("Sales") FROM ${joined} WHERE "Region"='North' AND "Product"='Nut'`,
  ],
  ['Sum({1-<Product={Nut}>} Sales)', `SELECT sum("Sales") FROM sales WHERE "Product"<>'Nut'`],
  ['Fractile(Sales,0.9)', `SELECT quantile_cont("Sales",0.9) FROM sales`],
  ['Median(Aggr(Sum(Sales),Customer))', `SELECT median(m) FROM (SELECT sum("Sales") m FROM sales GROUP BY "Customer")`],
  ['Stdev(Sales)', `SELECT stddev_samp("Sales") FROM sales`],
  ['Correl(Sales,Qty)', `SELECT corr("Sales","Qty") FROM sales`],
  [
    'Count({<Date={"$(=Date(Max(Date)))"}>} Id)',
    `SELECT count(*) FROM sales WHERE "Date"=(SELECT max("Date") FROM calendar)`,
  ],
  [
    "Sum({<Date={'$(vToday)'}>} Sales)",
    `SELECT coalesce(sum("Sales"),0) FROM sales WHERE "Date"=(SELECT max("Date") FROM calendar)`,
  ],
  ['Sum({<[=Year(Date)]={2023}>} Sales)', `SELECT sum("Sales") FROM ${joined} WHERE "Year"=2023`],
  ['Count(DISTINCT [=MonthName(Date)])', `SELECT count(DISTINCT date_trunc('month',"Date")) FROM calendar`],
  ['RangeSum(1,Null(),Sum(Sales))', `SELECT 1+sum("Sales") FROM sales`],
  ["Alt(Sum({<Product={None}>} Sales)/0,'n/a')", `SELECT 'n/a'`],
  [
    "Sum(Sales) & ' / ' & Count(Id)",
    `SELECT CAST(CAST(sum("Sales") AS BIGINT) AS VARCHAR)||' / '||count(*) FROM sales`,
  ],
  ['Class(Max(Sales),10)', `SELECT '90 <= x < 100'`],
  ["Sum({<Year={$(=Concat(DISTINCT Year,','))}>} Sales)", `SELECT sum("Sales") FROM sales`],
  [
    "Sum({<Product={$(=Chr(39)&Concat(DISTINCT Product,Chr(39)&','&Chr(39))&Chr(39))}>} Sales)",
    `SELECT sum("Sales") FROM sales`,
  ],
  ['Sum({<Id={"=Sales>90"}>} Sales)', `SELECT sum("Sales") FROM sales WHERE "Sales">90`],
  ['Count({<Region-={North}>} Id)', `SELECT count(*) FROM ${joined} WHERE "Region"<>'North'`],
  ['Only({<Product={Nut}>} Product)', `SELECT 'Nut'`],
  [
    'Max({<Product={Nut}>} Date)',
    `SELECT datediff('day', DATE '1899-12-30', max("Date")) FROM sales WHERE "Product"='Nut'`,
  ],
  ["Date(Max(Date),'MMM YYYY')", `SELECT 'Dec 2024'`],
  ['Sum({[Compare]<Year={2024}>} Sales)', `SELECT sum("Sales") FROM ${joined} WHERE "Year"=2024 AND "Product"='Bolt'`],
  ['Sum({<Product=[Compare]::Product>} Sales)', `SELECT sum("Sales") FROM sales WHERE "Product"='Bolt'`],
  ['Sum({<Product=$::Product>} Sales)', `SELECT sum("Sales") FROM sales`],
  [
    'Sum(Aggr(If(Rank(Sum(Sales))<=2,Sum(Sales)),Customer))',
    `SELECT sum(s) FROM (SELECT sum("Sales") s FROM sales GROUP BY "Customer" ORDER BY 1 DESC LIMIT 2)`,
  ],
  [
    'Count(Aggr(If(Sum({<Year={2024}>}Sales)>Sum({<Year={2023}>}Sales),1),Customer))',
    `SELECT count(*) FROM (SELECT "Customer" FROM ${joined} GROUP BY 1 HAVING sum("Sales") FILTER ("Year"=2024)>coalesce(sum("Sales") FILTER ("Year"=2023),0))`,
  ],
  [
    'Sum(Aggr(RangeSum(Above(Sum(Sales),0,RowNo())),(Year,(NUMERIC,ASCENDING))))',
    `SELECT sum(c) FROM (SELECT sum(sum("Sales")) OVER (ORDER BY "Year") c FROM ${joined} GROUP BY "Year")`,
  ],
]

const contextWithNames = async (context: EvaluationContext): Promise<EvaluationContext> => {
  const { selections } = await selecting(context, 'Product', 'Bolt')
  return {
    ...context,
    states: new Map([['Compare', selections]]),
    names: {
      variable: (name) => variables[name],
      measure: () => undefined,
      isState: (name) => name === '$' || name === 'Compare',
      bookmark: () => undefined,
    },
  }
}

test('formulas of analysts are worth what a query by hand finds', { timeout: 120_000 }, () =>
  withSnapshot(model, async (snapshot) => {
    const context = await contextWithNames(await contextOf(snapshot))
    const database = await (await DuckDBInstance.create(':memory:')).connect()
    await database.run(model)
    const wrong: unknown[] = []
    for (const [expression, sql] of formulas) {
      const [row = []] = (await database.runAndReadAll(sql)).getRowsJson()
      const outcome = await evaluateHypercube(context, { dimensions: [], measures: [{ expression }] })
      const cell = outcome.ok ? outcome.cube.grandTotal[0] : undefined
      const found = outcome.ok ? (cell?.text ?? cell?.num) : outcome.errors
      const same =
        typeof found === 'number'
          ? Math.abs(found - Number(row[0])) <= 1e-9 * Math.max(1, Math.abs(found))
          : found === row[0]
      if (!same) wrong.push({ expression, found, wanted: row[0] })
    }
    database.closeSync()
    expect(wrong).toEqual([])
  }),
)
