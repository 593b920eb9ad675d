import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from './steps/root.mjs'

const docs = readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : []))
const pages = [...readdirSync(root).filter((name) => name.endsWith('.md')), ...docs]

const read = (page) => readFileSync(join(root, page), 'utf8')

/** Text of a page without its code: what stands there is no link and no heading. */
const prose = (page) => read(page).replaceAll(/^```[\s\S]*?^```/gm, '')

const linksOf = (page) =>
  [...prose(page).matchAll(/\]\((?!\w+:)([^)\s#]*)(?:#([^)\s]+))?\)/g)].map(([, path, fragment]) => ({
    target: path === '' ? page : join(dirname(page), path),
    fragment,
  }))

/** Names that GitHub gives the headings of a page. */
const anchorsOf = (page) => {
  const uses = new Map()
  return [...prose(page).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading]) => {
    const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const anchor = text.replaceAll(/[^\p{L}\p{N}_\- ]/gu, '').replaceAll(' ', '-')
    const use = uses.get(anchor) ?? 0
    uses.set(anchor, use + 1)
    return use === 0 ? anchor : `${anchor}-${use}`
  })
}

it('has the errors, options and commands of the code in its pages', () => {
  const check = spawnSync(process.execPath, ['scripts/render-docs.mjs', '--check'], { cwd: root, encoding: 'utf8' })
  expect(check.stderr).toBe('')
  expect(check.status).toBe(0)
})

it.each(pages)('links from %s to files and headings that exist', (page) => {
  const broken = linksOf(page).filter(({ target, fragment }) => {
    if (!existsSync(join(root, target))) return true
    if (fragment === undefined) return false
    return statSync(join(root, target)).isDirectory() || !anchorsOf(target).includes(fragment)
  })
  expect(broken).toEqual([])
})

it('names every page once in the table of the README', () => {
  const readOn = read('README.md').split('## Read on')[1] ?? ''
  const named = [...readOn.matchAll(/\]\((docs\/[\w-]+\.md)\)/g)].map(([, page]) => page)
  expect(named.sort()).toEqual(docs)
})

it('sends nobody to a registry for the command line: a package of that name there is a stranger’s', () => {
  const folders = ['docs', 'examples', 'apps', 'bench', 'e2e', 'packages', 'scripts']
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(md|ts|mjs|js|json|html|sh|py)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !/\/(node_modules|dist)\//.test(file) && !file.endsWith('docs.test.mjs')),
  )
  const texts = [
    ...files,
    ...readdirSync(root).flatMap((name) => (/\.(md|json)$/.test(name) ? [join(root, name)] : [])),
  ]
  expect(texts.length).toBeGreaterThan(500)
  const fetching = /\b(npx|npm (exec|x|i|install|add|create|init)|pnpm dlx|bunx|yarn dlx)\s+(-\S+\s+)*understudy\b(?!-)/
  expect(texts.filter((file) => fetching.test(readFileSync(file, 'utf8')))).toEqual([])
})
