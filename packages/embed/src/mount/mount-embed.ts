import { effectOf } from './effect-of-props.js'
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
