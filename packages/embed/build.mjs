import { rm } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { bundleLoader, bundleModules } from './build/bundle.mjs'
import { compressAssets } from './build/compress.mjs'
import { writeManifest } from './build/manifest.mjs'

const root = fileURLToPath(new URL('.', import.meta.url))
const started = performance.now()

await rm(`${root}dist/assets`, { recursive: true, force: true })
const entries = await bundleModules(root)
await bundleLoader(root, entries)
const files = await compressAssets(`${root}dist/assets`)
await writeManifest(root, files)

const bytes = files.reduce((sum, file) => sum + file.size, 0)
console.log(
  `embed: ${files.length} assets, ${(bytes / 1e6).toFixed(1)} MB, in ${((performance.now() - started) / 1000).toFixed(1)} s`,
)
