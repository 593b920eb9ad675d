import { join } from 'node:path'
import { type ExportFileType, exportFileTypes } from '@understudy/engine'
import type { Config } from '../config/options.js'
import { tenantFiles } from '../files/tenant-files.js'

/** Where the bytes of an export lie on the node that made it. */
export const exportPath = (config: Config, tenantId: string, id: string): string =>
  join(tenantFiles(config, tenantId, 'exports'), id)

/** What the store and the journal cannot hold of a text that a client made up: control characters, and halves of characters. */
const untold = /[\p{Cc}\p{Cs}]/gu

/** An id as it is told. */
export const toldId = (id: string): string => id.replace(untold, '_').slice(0, 200)

/** What means something in a path, or turns the direction of a text. */
const unsafe = /[<>:"/\\|?*\u202a-\u202e\u2066-\u2069]/g

/** What browsers save a file as. */
export const exportName = (wanted: string, type: ExportFileType): string => {
  const { ending } = exportFileTypes[type]
  const plain = wanted
    .replace(untold, '_')
    .replace(unsafe, '_')
    .replace(/^[. ]+|[. ]+$/g, '')
  const name = plain === '' ? 'data' : plain
  return name.toLowerCase().endsWith(ending) ? name : `${name}${ending}`
}
