import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'

const data = fileURLToPath(new URL('../../../node_modules/vega-datasets/data', import.meta.url))

/** The thirteen states that the US census calls the West. */
export const westernStates = ['AK', 'AZ', 'CA', 'CO', 'HI', 'ID', 'MT', 'NM', 'NV', 'OR', 'UT', 'WA', 'WY']

/** Filters on the source, in its own terms. */
export interface SourceFilter {
  /** Two-letter codes of states of origin. */
  readonly states?: readonly string[]
  /** IATA code of the airport of origin. */
  readonly origin?: string
  /** 1 to 6; midnight, which the source writes as 24:00, belongs to the month it ends. */
  readonly month?: number
}

export interface SourceTotals {
  readonly flights: number
  readonly lateFlights: number
  readonly averageDelay: number
}

/** Totals straight from the Parquet file, without anything of the app or the engine. */
export const totalsOf = async (filter: SourceFilter): Promise<SourceTotals> => {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  try {
    const reader = await connection.runAndReadAll(
      `SELECT count(*)::DOUBLE AS flights, (count(*) FILTER (delay >= 15))::DOUBLE AS "lateFlights",
              avg(delay) AS "averageDelay"
         FROM read_parquet($flights) AS flight JOIN read_csv($airports) AS airport ON airport.iata = flight.origin
        WHERE ($states IS NULL OR list_contains(string_split($states, ','), airport.state))
          AND ($origin IS NULL OR flight.origin = $origin)
          AND ($month IS NULL OR month(flight.date - INTERVAL 1 SECOND) = $month)`,
      {
        flights: `${data}/flights-3m.parquet`,
        airports: `${data}/airports.csv`,
        states: filter.states?.join(',') ?? null,
        origin: filter.origin ?? null,
        month: filter.month ?? null,
      },
    )
    return reader.getRowObjectsJS()[0] as unknown as SourceTotals
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
