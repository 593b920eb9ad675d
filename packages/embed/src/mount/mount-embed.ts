import { countEmbed } from '../auth/token-keepers.js'
import { createEmbedBox } from '../dom/embed-box.js'
import { effectOf } from './effect-of-props.js'
import { laterRetries } from './later-retries.js'
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

/** Mounts an element and follows its props. What it shows stays to be seen until there is something to take its place. */
export const mountEmbed = ({ target, props }: { target: HTMLElement; props: RawProps }): MountedEmbed => {
  const refApi = createRefApi()
  const box = createEmbedBox(target)
  let current = props
  let life: EmbedLife | undefined
  /** A former life that has nothing to do any more but to be seen. */
  let picture: EmbedLife | undefined

  const retries = laterRetries()
  const uncount = countEmbed()

  const endPicture = (): void => {
    picture?.destroy()
    picture = undefined
  }

  const start = (picturesStay = true): void => {
    const former = life
    if (!picturesStay) endPicture()
    else if (former?.showsPicture()) {
      former.retire()
      endPicture()
      picture = former
    }
    refApi.reset()
    const place = {
      target,
      box,
      refApi,
      behindAnother: picture !== undefined,
      onShown: endPicture,
      restart: start,
      retries,
    }
    life = mountOnce(place, current)
    if (former !== picture) former?.destroy()
  }

  start()
  expose(props, refApi)
  return {
    $set: (next) => {
      if (effectOf(next) === effectOf(current)) return
      current = next
      start()
    },
    $destroy: () => {
      uncount()
      retries.cancel()
      life?.destroy()
      endPicture()
      box.remove()
    },
  }
}
