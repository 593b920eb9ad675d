import { createRuntime, type QlikMain } from './runtime.js'
import { runtimeAddress } from './runtime-address.js'
import { ensureStorage } from './storage.js'

/** Module name to chunk path, relative to main.js; written by the build. */
declare const MODULE_PATHS: Readonly<Record<string, string>>

// Before anything else is loaded, as published modules look into it at once.
ensureStorage()
const page: { QlikMain?: QlikMain } = window as object
const script = document.currentScript
// The first host of a page loads main.js for all of them; a second copy must not replace modules that are in use.
if (script instanceof HTMLScriptElement && page.QlikMain === undefined) {
  page.QlikMain = createRuntime(runtimeAddress(script.src), MODULE_PATHS, (url) => import(/* @vite-ignore */ url))
}
