import '../modules/auth.js'
import type { HostConfig } from '@qlik/api/auth'
import { onWebSocketEvent } from '#qlik-api/qix'
import { toFailure } from '../failure/to-failure.js'
import { fireFailure } from '../mount/events.js'
import { mountEmbed } from '../mount/mount-embed.js'
import { toPageEvent } from '../session/page-events.js'
import { showApp } from './classic-app.js'
import { connectToPage } from './frame-host.js'

const { send, shown, token } = connectToPage()
const root = document.getElementById('root') ?? document.body

for (const type of ['error', 'fatalerror'] as const) {
  root.addEventListener(type, (event) => {
    // The page shows what is fatal itself: it is the one that can try again.
    const isWhole = type === 'fatalerror' && event.target === root
    if (event instanceof CustomEvent) send({ understudy: 'failed', fatal: isWhole, failure: event.detail })
  })
}

onWebSocketEvent((event) => {
  const { appId: _, hostConfig: __, identity: ___, ...own } = toPageEvent(event)
  send({ understudy: 'websocket-event', event: own })
})

send({ understudy: 'ready' })
const { clientId, props } = await shown
const hostConfig: HostConfig = { authType: 'oauth2', host: location.origin, clientId, getAccessToken: token }
send({ understudy: 'shown' })
if (props.ui === 'classic/app') {
  // An app that does not open is told by its page in place of everything.
  await showApp(root, { ...props, hostConfig }).catch((error) => fireFailure(root, 'fatalerror', toFailure(error)))
} else mountEmbed({ target: root, props: { ...props.context, ...props, ui: 'analytics/chart', hostConfig } })
