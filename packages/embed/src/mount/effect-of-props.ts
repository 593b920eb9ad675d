import { isRelevant } from '../props/attributes.js'

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
  const relevant = Object.entries(props).filter(([name]) => isRelevant(name))
  return JSON.stringify(
    relevant.sort(([a], [b]) => (a < b ? -1 : 1)),
    (_, value) => (typeof value === 'function' ? `function ${functionId(value)}` : value),
  )
}
