import { statSync } from 'node:fs'

/** What the compiler writes last, for each of the packages that the program consists of, and npm after it installed others. */
const parts = [
  ...['contract', 'engine', 'tenant'].map((name) => `../../${name}/dist/.tsbuildinfo`),
  '../../../node_modules/.package-lock.json',
]

const modified = (path) =>
  statSync(new URL(path, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY

/**
 * The file to run: the joined one, unless the modules were compiled, or packages installed, after it was made.
 *
 * @param {'main' | 'engine-process'} joined name of the joined file
 * @param {string} module path of the module in `dist` that it was made from
 * @returns {URL}
 */
export const programFile = (joined, module) => {
  const path = `../dist/program/${joined}.js`
  const isNewest = parts.every((each) => modified(path) > modified(each))
  return new URL(isNewest ? path : `../dist/${module}`, import.meta.url)
}
