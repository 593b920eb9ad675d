import { describe, expect, it } from 'vitest'
import type { Call } from './method.js'
import { catalogue } from './methods.js'
import type { Parameters } from './parameters.js'
import type { TargetKind } from './target.js'
import { publishedMethods } from './testing/published-methods.js'

const kinds = Object.keys(catalogue) as TargetKind[]

/** The names that a method reads of what it is given, as soon as it is called. */
/** A call that ends where a method first looks at the session. */
const nowhere = {
  scope: Object.create({
    get moment() {
      throw new Error('there is no session')
    },
  }),
} as unknown as Call

const namesRead = (run: (call: Call, target: never, args: never) => unknown, names: readonly string[]) => {
  const read = new Set<string>()
  const args = new Proxy(
    {},
    {
      get: (_, name) => void read.add(String(name)),
      ownKeys: () => names.filter((name) => !read.has(name) && read.add(name)),
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    },
  )
  try {
    void Promise.resolve(run(nowhere, {} as never, args as never)).catch(() => {})
  } catch {
    // It has no session to work in: what it reads of its parameters comes before it misses one.
  }
  return read
}

describe('the parameters of the methods that work', () => {
  it.each(kinds)('of %s are those of the published clients', async (kind) => {
    const published = await publishedMethods(kind)
    const differing = Object.entries(catalogue[kind]).flatMap(([name, { refusal, parameters }]) => {
      const given = Object.keys(parameters).join()
      // Of a method that only older schemas have, nobody says what it takes.
      const wanted = published.get(name)?.join() ?? given
      return refusal || wanted === given ? [] : [`${name}: ${wanted} is ${given}`]
    })
    expect(differing).toEqual([])
  })

  it.each(kinds)('of %s are all read, or say why nothing reads them', (kind) => {
    const ignored = Object.entries(catalogue[kind]).flatMap(([name, method]) => {
      const { parameters, run }: { readonly parameters: Parameters; readonly run: unknown } = method
      const read = namesRead(run as never, Object.keys(parameters))
      return Object.entries(parameters).flatMap(([parameter, { unread }]) =>
        read.has(parameter) === (unread === undefined) ? [] : [`${name}: ${parameter}`],
      )
    })
    expect(ignored).toEqual([])
  })
})
