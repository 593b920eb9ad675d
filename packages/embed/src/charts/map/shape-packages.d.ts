declare module 'world-atlas/countries-110m.json' {
  const topology: import('topojson-specification').Topology
  export default topology
}
declare module 'world-atlas/countries-50m.json' {
  const topology: import('topojson-specification').Topology
  export default topology
}
declare module 'us-atlas/states-10m.json' {
  const topology: import('topojson-specification').Topology
  export default topology
}
/** Countries by ISO 3166: two letters, three letters, number, page of their parts. */
declare module 'i18n-iso-countries/codes.json' {
  const codes: readonly (readonly [string, string, string, string])[]
  export default codes
}
