import { readdir, readFile } from 'node:fs/promises'
import type { TargetKind } from '../target.js'

/** Names of the parameters of methods, in their position, by method. */
export type PublishedMethods = ReadonlyMap<string, readonly string[]>

const modules = new URL('../../../../../node_modules/', import.meta.url)

interface Described {
  readonly In?: readonly { readonly Name: string }[]
}

const newestSchema = async (): Promise<Readonly<Record<string, Readonly<Record<string, Described>>>>> => {
  const schemas = (await readdir(new URL('enigma.js/schemas/', modules)))
    .map((name) => ({ name, parts: name.split('.').map(Number) }))
    .sort((a, b) => (a.parts[0] ?? 0) - (b.parts[0] ?? 0) || (a.parts[1] ?? 0) - (b.parts[1] ?? 0))
  return JSON.parse(await readFile(new URL(`enigma.js/schemas/${schemas.at(-1)?.name}`, modules), 'utf8')).structs
}

/** The declarations of QIX in the types of `@qlik/api`. */
export const publishedTypes = async (): Promise<string> => {
  const chunks = new URL('@qlik/api/chunks/', modules)
  const [file = ''] = (await readdir(chunks)).filter((name) => /^qix-.*\.d\.ts$/.test(name))
  return readFile(new URL(file, chunks), 'utf8')
}

const upper = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** `(path: string, options?: A<B, C>)`: names stand before a colon, outside of the brackets of a type. */
const namesIn = (declared: string): readonly string[] => {
  const flat = declared.replaceAll(/<[^<>]*>/g, '')
  return [...flat.matchAll(/(\w+)\??:/g)].map(([, name = '']) => `q${upper(name)}`)
}

const declaredIn = (types: string, kind: TargetKind): PublishedMethods => {
  const body = new RegExp(`^type Native${kind}Functions(?:<.*>)? = \\{\\n([\\s\\S]*?)^\\}`, 'm').exec(types)?.[1] ?? ''
  const methods = body.matchAll(/^ {2}(\w+): (?:<.*>)?\((.*?)\) => Promise/gm)
  return new Map([...methods].map(([, name = '', parameters = '']) => [upper(name), namesIn(parameters)]))
}

/** The methods of a kind in the newest schemas of enigma.js and of `@qlik/api`: of a method in both the longer list of parameters. */
export const publishedMethods = async (kind: TargetKind): Promise<PublishedMethods> => {
  const structs = await newestSchema()
  const described = Object.entries(structs[kind] ?? {}).map(
    ([name, { In = [] }]) => [name, In.map(({ Name }) => Name)] as const,
  )
  const declared = declaredIn(await publishedTypes(), kind)
  const methods = new Map<string, readonly string[]>(declared)
  for (const [name, parameters] of described)
    if ((methods.get(name)?.length ?? -1) <= parameters.length) methods.set(name, parameters)
  return methods
}
