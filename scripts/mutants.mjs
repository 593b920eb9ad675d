#!/usr/bin/env node
// Tries mutants of functions on the formulas of the corpus and the examples: npm run mutants -- string range
// A mutant that none of them catches is told, but for those that are known to change nothing. --every=5 tries a fifth.
import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { families } from './mutants/families.mjs'
import { mutantsOf } from './mutants/mutants-of.mjs'

/** A mutant that takes longer never ends, which is noticed too. */
const patienceMs = 180_000

/** Tries mutants until one hangs or all are tried; `undefined` where none hangs. */
const tryMutants = (family, positions, tried) =>
  new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('mutants/try-mutants.mjs', import.meta.url)), [
      family,
      JSON.stringify(positions),
    ])
    let current
    let hung = false
    const end = () => {
      hung = true
      child.kill('SIGKILL')
    }
    // Loading everything, and computing all formulas as they are, comes before the first.
    let timer = setTimeout(end, 5 * patienceMs)
    child.on('message', ({ position, killer }) => {
      clearTimeout(timer)
      timer = setTimeout(end, patienceMs)
      current = position
      if (position === 'all') return
      if (killer !== undefined) tried(position, killer)
    })
    child.on('exit', () => {
      clearTimeout(timer)
      if (current === 'all') resolve(undefined)
      else if (current === undefined)
        reject(
          new Error(`${family}: ${hung ? 'it takes too long even without a mutant' : 'mutants could not be tried'}`),
        )
      else resolve(current)
    })
  })

const known = JSON.parse(readFileSync(new URL('mutants/known.json', import.meta.url), 'utf8'))
const reasonOf = ({ file, from, to }) =>
  known.find((entry) => file.endsWith(entry.file) && entry.from === from && entry.to === to)?.why

const args = process.argv.slice(2)
const every = Number(args.find((arg) => arg.startsWith('--every='))?.slice(8) ?? 1)
const named = args.filter((arg) => !arg.startsWith('--'))
const unknown = named.filter((name) => !(name in families))
if (unknown.length > 0 || !(every >= 1)) {
  console.error(`Usage: npm run mutants -- [--every=<n>] [${Object.keys(families).join('] [')}]`)
  process.exit(2)
}

let survivors = 0
for (const family of named.length > 0 ? named : Object.keys(families)) {
  const mutants = mutantsOf(family)
  let left = [...mutants.keys()].filter((position) => position % every === 0)
  const count = left.length
  let killed = 0
  let equivalent = 0
  const tried = (position, killer) => {
    left = left.filter((other) => other !== position)
    const mutant = mutants[position]
    if (killer !== null) killed++
    else if (reasonOf(mutant) !== undefined) equivalent++
    else {
      survivors++
      console.log(`${mutant.file}:${mutant.line}\n- ${mutant.from}\n+ ${mutant.to}`)
    }
  }
  while (left.length > 0) {
    const hung = await tryMutants(family, left, tried)
    if (hung === undefined) break
    if (left.includes(hung)) tried(hung, 'never ends')
  }
  console.log(`${family}: ${count} mutants, ${killed} caught, ${equivalent} known to change nothing`)
}
console.log(survivors === 0 ? 'every mutant is caught' : `${survivors} mutants are not caught`)
process.exitCode = survivors === 0 ? 0 : 1
