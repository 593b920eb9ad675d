import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../steps/root.mjs'
import { families } from './families.mjs'
import { mutationsOf } from './mutations.mjs'

/** @returns {{ file: string, line: number, from: string, to: string, edited: string }[]} every mutant of a family */
export const mutantsOf = (family) =>
  families[family]
    .flatMap((path) => (statSync(join(root, path)).isDirectory() ? filesIn(path) : [path]))
    .flatMap((file) => mutationsOf(readFileSync(join(root, file), 'utf8')).map((mutation) => ({ file, ...mutation })))

const filesIn = (folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`)
