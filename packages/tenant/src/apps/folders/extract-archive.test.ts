import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { extractArchive } from './extract-archive.js'
import { filesOfFolder } from './files-of-folder.js'
import { writeArchive } from './write-archive.js'

let root: string
let folder: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'understudy-archive-'))
  folder = join(root, 'app')
  await mkdir(folder)
})
afterEach(() => rm(root, { recursive: true, force: true }))

type Entries = readonly (readonly [path: string, text: string, mode?: number])[]

const zip = async (entries: Entries): Promise<Buffer> => {
  const file = new ZipFile()
  for (const [path, text, mode] of entries) {
    const options = mode === undefined ? {} : { mode }
    file.addBuffer(Buffer.from(text), path, options)
  }
  file.end()
  return buffer(file.outputStream)
}

const extract = async (archive: Buffer | Entries, bytes = 1_000_000): Promise<string[]> => {
  const path = join(root, 'app.zip')
  await writeFile(path, Buffer.isBuffer(archive) ? archive : await zip(archive as Entries))
  await extractArchive(path, folder, { bytes })
  return filesOfFolder(folder)
}

/** The library that writes archives refuses such names itself: they are put in afterwards, at equal length. */
const renamed = async (entries: Entries, from: string, to: string): Promise<Buffer> =>
  Buffer.from((await zip(entries)).toString('latin1').replaceAll(from, to), 'latin1')

const manifest = ['app.json', '{"id":"a"}'] as const
const refused = (code = 'APP-ARCHIVE') => expect.objectContaining({ code })

describe('the archive of an app folder', () => {
  it('gives the files of the app, at the top or in one folder there, and nothing else', async () => {
    const files = [
      manifest,
      ['data/a/b.csv', 'x'],
      ['README.md', 'r'],
      ['script.qvs', 's'],
      ['fields.json', '[]'],
      ['connections.yml', 'c'],
      ['media/p.png', 'p'],
    ] as const
    expect(await extract(files)).toEqual(['app.json', 'data/a/b.csv', 'fields.json', 'media/p.png', 'script.qvs'])
    await rm(folder, { recursive: true })
    await mkdir(folder)
    const nested = files.map(([path, text]) => [`my-app/${path}`, text] as const)
    expect(await extract([...nested, ['objects/stray.json', '{}']])).toEqual([
      'app.json',
      'data/a/b.csv',
      'fields.json',
      'media/p.png',
      'script.qvs',
    ])
    const packed = join(root, 'packed.zip')
    await writeArchive(folder, packed)
    expect(await extract(await readFile(packed), 30).catch(() => readdir(root))).toContain('packed.zip')
  })

  it.each([
    ['a path that leads out', 'data/__/__/x', 'data/../../x'],
    ['an absolute path', '_data/x.csv', '/data/x.csv'],
    ['a backslash', 'data_x.csv', 'data\\x.csv'],
    ['a drive', 'C_/x.csv', 'C:/x.csv'],
    ['a control character', 'data/x_.csv', 'data/x\n.csv'],
    ['an empty name', 'data_/x.csv', 'data//x.csv'],
  ])('is refused with %s', async (_name, from, to) => {
    await expect(extract(await renamed([manifest, [from, 'x']], from, to))).rejects.toEqual(refused())
    expect(await readdir(root)).toEqual(['app', 'app.zip'])
  })

  it.each([
    ['a link', [manifest, ['data/link', '/etc/passwd', 0o120777]]],
    ['a device', [manifest, ['data/device', '', 0o020666]]],
    ['a name twice', [manifest, ['data/a.csv', '1'], ['data/a.csv', '2']]],
    ['a name twice in other case', [manifest, ['data/a.csv', '1'], ['DATA/A.csv', '2']]],
    ['too deep a path', [manifest, [`data/${'a/'.repeat(20)}x`, '1']]],
    ['no app.json', [['data/a.csv', '1']]],
    ['app.json too deep', [['a/b/app.json', '{}']]],
  ] as [string, Entries][])('is refused with %s', async (_name, entries) => {
    await expect(extract(entries)).rejects.toEqual(refused())
  })

  it('is refused when it unpacks to too much, however little it is packed', async () => {
    await expect(extract([manifest, ['data/a.csv', '0'.repeat(2_000_000)]])).rejects.toEqual(refused())
  })

  it('is refused when its files together unpack to too much', async () => {
    const parts = Array.from({ length: 5 }, (_, n) => [`data/${n}.csv`, '0'.repeat(300_000)] as const)
    expect(await extract([manifest, ...parts.slice(0, 3)])).toHaveLength(4)
    await rm(folder, { recursive: true })
    await mkdir(folder)
    await expect(extract([manifest, ...parts])).rejects.toEqual(refused())
  })

  it('is refused when it lies of sizes or has too many entries', async () => {
    const honest = await zip([manifest, ['data/a.csv', '0'.repeat(5000)]])
    const size = Buffer.alloc(4)
    size.writeUInt32LE(5000)
    const small = Buffer.alloc(4)
    small.writeUInt32LE(10)
    const lying = Buffer.from(
      honest.toString('latin1').replaceAll(size.toString('latin1'), small.toString('latin1')),
      'latin1',
    )
    await expect(extract(lying)).rejects.toEqual(refused())
    const many = await zip([manifest])
    const end = many.lastIndexOf('PK\x05\x06', undefined, 'latin1')
    many.writeUInt16LE(10_001, end + 8)
    many.writeUInt16LE(10_001, end + 10)
    await expect(extract(many)).rejects.toMatchObject({ detail: expect.stringContaining('10000 entries') })
  })

  it('is refused when it is no ZIP archive; a .qvf is told apart', async () => {
    await expect(extract(Buffer.from(''))).rejects.toEqual(refused())
    await expect(extract(Buffer.from('\x1f\x8b\x08\x00rest', 'latin1'))).rejects.toEqual(refused())
    await expect(extract(Buffer.from('PK\x03\x04 and nothing'))).rejects.toEqual(refused())
    await expect(extract(Buffer.from([0x06, 0x01, 0xff, 0x2a, 1, 2]))).rejects.toEqual(refused('APP-ARCHIVE-QVF'))
  })
})
