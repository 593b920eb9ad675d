import { writeFile } from 'node:fs/promises'

/**
 * Writes dist/assets.json, from which the tenant learns what it may serve below /qlik-embed/.
 *
 * @param {string} root folder of the package, with a trailing slash
 * @param {{path: string, type: string, encodings: string[]}[]} files
 */
export async function writeManifest(root, files) {
  const manifest = { main: 'main.js', files: files.map(({ path, type, encodings }) => ({ path, type, encodings })) }
  await writeFile(`${root}dist/assets.json`, `${JSON.stringify(manifest, null, 2)}\n`)
}
