import { functionsOf } from './scalar-function.js'

const places = functionsOf('geographic')

/** A coordinate within its range. */
const within = (degrees: string, most: number): string => `(CASE WHEN abs(${degrees}) <= ${most} THEN ${degrees} END)`

export const geographicFunctions = [
  places.text({
    name: 'GeoMakePoint',
    parameters: [{ name: 'latitude' }, { name: 'longitude' }],
    description: 'A point of a map: its longitude and latitude in degrees, as maps read them.',
    missing: 'Missing, too, beyond 90 degrees of latitude or 180 of longitude.',
    examples: [
      ['GeoMakePoint(57.7, 11.97)', '[11.97,57.7]'],
      ['GeoMakePoint(91, 0)', null],
    ],
    duckdb: ([latitude, longitude]) =>
      `('[' || CAST(${within(longitude.number, 180)} AS VARCHAR) || ',' || CAST(${within(latitude.number, 90)} AS VARCHAR) || ']')`,
  }),
]
