/** Attributes that do not concern the runtime. */
const ignored: readonly string[] = [
  'exposeRefApi',
  'style',
  'class',
  'id',
  'title',
  'slot',
  'hidden',
  'tabindex',
  'role',
]

/** Names functions by identity: two hosts may have equal settings but different functions. */
const functionIds = new WeakMap<object, number>()
let lastFunctionId = 0
const functionId = (fn: object): number => {
  const id = functionIds.get(fn) ?? ++lastFunctionId
  functionIds.set(fn, id)
  return id
}

/** The part of the props on which what is shown depends, as text. */
export const effectOf = (props: Readonly<Record<string, unknown>>): string => {
  const relevant = Object.entries(props).filter(([name]) => !ignored.includes(name) && !/^(data|aria)[A-Z-]/.test(name))
  return JSON.stringify(
    relevant.sort(([a], [b]) => (a < b ? -1 : 1)),
    (_, value) => (typeof value === 'function' ? `function ${functionId(value)}` : value),
  )
}
