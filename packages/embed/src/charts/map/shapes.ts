import type { Feature, FeatureCollection, Geometry } from 'geojson'
import { feature } from 'topojson-client'
import type { Topology } from 'topojson-specification'

/** A shape of the maps that come with the runtime; its id is a number of ISO 3166, or that of a state of the USA. */
export type Shape = Feature<Geometry, { readonly name: string }>

/** Maps that come with the runtime, coarse or fine. Each is loaded when a map needs it. */
export type ShapeSet = 'countries' | 'fine countries' | 'states'

const shapesOf = (topology: Topology, name: string): readonly Shape[] => {
  const object = topology.objects[name]
  return object === undefined
    ? []
    : ((feature(topology, object) as FeatureCollection).features as readonly Feature[] as readonly Shape[])
}

const loaders: Readonly<Record<ShapeSet, () => Promise<readonly Shape[]>>> = {
  countries: async () => shapesOf((await import('world-atlas/countries-110m.json')).default, 'countries'),
  'fine countries': async () => shapesOf((await import('world-atlas/countries-50m.json')).default, 'countries'),
  states: async () => shapesOf((await import('us-atlas/states-10m.json')).default, 'states'),
}

const loaded = new Map<ShapeSet, Promise<readonly Shape[]>>()

/** Loads shapes once for all maps of a page. */
export const loadShapes = (set: ShapeSet): Promise<readonly Shape[]> => {
  const known = loaded.get(set)
  if (known !== undefined) return known
  const loading = loaders[set]()
  loaded.set(set, loading)
  // Another map may try again.
  loading.catch(() => loaded.delete(set))
  return loading
}
