import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './root.mjs'

const IGNORED = new Set(['node_modules', 'dist'])

/** Hash of the content of files and folders, given relative to the repository. */
export const fingerprintOf = (paths) => {
  const hash = createHash('sha256')
  const add = (path) => {
    const full = join(root, path)
    if (!existsSync(full)) return
    if (statSync(full).isDirectory()) {
      for (const name of readdirSync(full).sort()) if (!IGNORED.has(name)) add(join(path, name))
    } else {
      hash.update(path).update('\0').update(readFileSync(full)).update('\0')
    }
  }
  for (const path of paths) add(path)
  return hash.digest('hex')
}

/** Whether the stamp file says that a step ran for exactly this fingerprint. */
export const isStamped = (file, fingerprint) => existsSync(file) && readFileSync(file, 'utf8') === fingerprint

/** Remembers that a step ran for this fingerprint. */
export const stamp = (file, fingerprint) => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, fingerprint)
}
