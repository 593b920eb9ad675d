import { type EmbedLife, mountOnce } from './mount-once.js'
import { createRefApi, type RefApi } from './ref-api.js'

/** Props as clients hand them over; see `EmbedVanillaRuntimeApiV1` of `@qlik/embed-runtime`. */
export type RawProps = Readonly<Record<string, unknown>>

/** What clients hold of a mounted element. */
export interface MountedEmbed {
  /** Takes new props. Clients call it at every change of any attribute, and more than once for one. */
  readonly $set: (props: RawProps) => void
  readonly $destroy: () => void
}

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
export const effectOf = (props: RawProps): string => {
  const relevant = Object.entries(props).filter(([name]) => !ignored.includes(name) && !/^(data|aria)[A-Z-]/.test(name))
  return JSON.stringify(
    relevant.sort(([a], [b]) => (a < b ? -1 : 1)),
    (_, value) => (typeof value === 'function' ? `function ${functionId(value)}` : value),
  )
}

const expose = (props: RawProps, { api }: RefApi): void => {
  if (typeof props.exposeRefApi === 'function') props.exposeRefApi(api)
}

/** Mounts an element and follows its props. */
export const mountEmbed = ({ target, props }: { target: HTMLElement; props: RawProps }): MountedEmbed => {
  const refApi = createRefApi()
  let current = props
  let life: EmbedLife | undefined

  const start = (): void => {
    const former = life
    refApi.reset()
    life = mountOnce({ target, refApi, restart: start }, current)
    former?.destroy()
  }

  start()
  expose(props, refApi)
  return {
    $set: (next) => {
      if (effectOf(next) === effectOf(current)) return
      current = next
      start()
    },
    $destroy: () => life?.destroy(),
  }
}
