import { ensureStorage } from '../loader/storage.js'

ensureStorage()
// Not imported statically: `@qlik/api` touches storage as soon as it is evaluated.
await import('../classic/show-frame.js')
