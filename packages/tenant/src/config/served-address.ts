import { readFileSync, renameSync, writeFileSync } from 'node:fs'

/** Where a tenant was served last, so that other commands on the data folder name the same address. */
export interface ServedAddress {
  /** Where it listens. */
  readonly url: string
  /** Public origin, where `serve` was given one. */
  readonly publicOrigin?: string
}

/** Remembers the address, for whoever may read the data folder. */
export const rememberServedAddress = (file: string, address: ServedAddress): void => {
  writeFileSync(`${file}.new`, `${JSON.stringify(address)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** The address remembered; undefined where no tenant was served from the data folder yet. */
export const servedAddress = (file: string): ServedAddress | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
