import { html } from '../element.js'
import { type OwnChart, supernova } from '../own-chart.js'
import { type VideoSource, videoSource } from './video-source.js'

interface VideoLayout {
  readonly title?: string
  readonly url?: string
  readonly autoplay?: boolean
  readonly muted?: boolean
  readonly loop?: boolean
}

const style = `
.understudy-video { display: block; width: 100%; height: 100%; border: 0; background: #000; object-fit: contain; }
.understudy-video-missing { padding: 12px; color: var(--understudy-muted); }
`

const flag = (name: string, on: boolean | undefined): Readonly<Record<string, string>> =>
  on === true ? { [name]: '' } : {}

const played = ({ kind, address }: VideoSource, { title = '', autoplay, muted, loop }: VideoLayout): HTMLElement => {
  if (kind === 'frame')
    return html('iframe', {
      class: 'understudy-video',
      src: address,
      title: title || address,
      sandbox: 'allow-scripts allow-same-origin allow-presentation',
      allow: 'fullscreen; picture-in-picture',
      allowfullscreen: '',
      referrerpolicy: 'strict-origin-when-cross-origin',
    })
  const video = html('video', {
    class: 'understudy-video',
    src: address,
    controls: '',
    playsinline: '',
    preload: 'metadata',
    'aria-label': title || address,
    ...flag('loop', loop),
  })
  // Browsers play by themselves only what makes no noise.
  video.muted = muted === true || autoplay === true
  video.autoplay = autoplay === true && !window.matchMedia('(prefers-reduced-motion: reduce)').matches
  return video
}

const video: OwnChart<VideoLayout> = {
  properties: { url: '', autoplay: false, muted: false, loop: false },
  style,
  mount: (element) => {
    let shown = ''
    return {
      update: ({ layout, texts }) => {
        const { title, url, autoplay, muted, loop } = layout
        const now = JSON.stringify([title, url, autoplay, muted, loop])
        // A video that plays goes on while all else changes.
        if (now === shown) return
        shown = now
        const source = videoSource(url ?? '')
        element.replaceChildren(
          source === undefined
            ? html('p', { class: 'understudy-video-missing' }, texts.noVideo)
            : played(source, layout),
        )
      },
    }
  },
}

export default supernova(video)
