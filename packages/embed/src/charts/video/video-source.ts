/** Where a video is played from: a file, or the page of a service in a frame. */
export interface VideoSource {
  readonly kind: 'file' | 'frame'
  readonly address: string
}

type ToFrame = (url: URL) => string | undefined

const last = (url: URL): string | undefined => url.pathname.split('/').filter(Boolean).at(-1)

const youTube: ToFrame = (url) => {
  const id = url.searchParams.get('v') ?? last(url)
  return id && /^[\w-]{6,20}$/.test(id) ? `https://www.youtube-nocookie.com/embed/${id}` : undefined
}

const vimeo: ToFrame = (url) => {
  const id = last(url)
  return id && /^\d+$/.test(id) ? `https://player.vimeo.com/video/${id}?dnt=1` : undefined
}

/** Services whose pages play videos in frames, by host. */
const services: ReadonlyMap<string, ToFrame> = new Map([
  ['youtube.com', youTube],
  ['youtube-nocookie.com', youTube],
  ['youtu.be', youTube],
  ['vimeo.com', vimeo],
  ['player.vimeo.com', vimeo],
])

/**
 * Where the video of an address is played from.
 *
 * @param written a web address: of a file, or of a video at a service that is known
 * @returns undefined for what is no address of a video
 */
export const videoSource = (written: string): VideoSource | undefined => {
  if (!URL.canParse(written)) return undefined
  const url = new URL(written)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined
  const toFrame = services.get(url.hostname.replace(/^(www|m)\./, ''))
  if (toFrame === undefined) return { kind: 'file', address: url.href }
  const address = toFrame(url)
  return address === undefined ? undefined : { kind: 'frame', address }
}
