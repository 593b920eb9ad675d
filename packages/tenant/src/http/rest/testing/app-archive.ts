import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** The files of a small app; of its two regions a member of `north` sees one. */
export const appFiles = (changes: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  'app.json': JSON.stringify({ id: 'from-a-folder', name: 'Sales', description: 'By region', sources: {} }),
  'data.sql': `CREATE TABLE sales AS FROM read_csv('data/sales.csv');`,
  'data/sales.csv': 'Region,Amount\nNorth,10\nSouth,5\n',
  'objects/sheet.json': JSON.stringify({ qInfo: { qId: 'sheet', qType: 'sheet' }, qMetaDef: { title: 'All' } }),
  ...changes,
})

/** Section access for {@link appFiles}: `boss` sees everything; `ann` the north, without amounts. */
export const sectionAccess = (boss: string, ann: string): string => `
CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES ('ADMIN', '${boss}', NULL, NULL), ('USER', '${ann}', 'North', 'Amount'))
AS t("ACCESS", "USERID", "Region", "OMIT");`

/** A ZIP archive of files by path. */
export const zipOf = async (files: Readonly<Record<string, string>>): Promise<Uint8Array<ArrayBuffer>> => {
  const zip = new ZipFile()
  for (const [path, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), path)
  zip.end()
  return new Uint8Array(await buffer(zip.outputStream))
}
