import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

/** A built file of the browser runtime. */
export interface EmbedAsset {
  /** Path below `/qlik-embed/`. */
  readonly path: string
  /** Absolute path of the uncompressed file; compressed ones stand beside it. */
  readonly file: string
  /** Media type, with its character set. */
  readonly type: string
  readonly encodings: readonly AssetEncoding[]
  /** The name holds a hash of the content, so that it may be kept for ever. */
  readonly immutable: boolean
}

/** A `Content-Encoding` in which assets may be stored, best first. */
export const assetEncodings = ['br', 'gzip'] as const
export type AssetEncoding = (typeof assetEncodings)[number]

/** File name endings of compressed copies. */
export const encodingSuffix: Readonly<Record<AssetEncoding, string>> = { br: '.br', gzip: '.gz' }

interface Manifest {
  readonly files: readonly {
    readonly path: string
    readonly type: string
    readonly encodings: readonly AssetEncoding[]
  }[]
}

/**
 * Reads which files the runtime's build made.
 *
 * @param folder folder that holds `assets.json` and `assets/`; undefined for that of the installed embed package
 * @returns the assets by path, or undefined when the runtime is not built
 */
export const readAssetManifest = (folder: string | undefined): ReadonlyMap<string, EmbedAsset> | undefined => {
  const manifestFile = folder === undefined ? installedManifest() : join(resolve(folder), 'assets.json')
  if (manifestFile === undefined) return undefined

  const manifest: Manifest = JSON.parse(readFileSync(manifestFile, 'utf8'))
  const root = join(dirname(manifestFile), 'assets')
  return new Map(
    manifest.files.map(({ path, type, encodings }) => [
      path,
      {
        path,
        file: join(root, path),
        type: type.startsWith('text/') ? `${type}; charset=utf-8` : type,
        encodings,
        immutable: path.startsWith('chunks/'),
      },
    ]),
  )
}

const installedManifest = (): string | undefined => {
  try {
    return createRequire(import.meta.url).resolve('@understudy/embed/assets')
  } catch {
    return undefined
  }
}
