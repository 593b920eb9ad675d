import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprintOf, isStamped, stamp } from './fingerprint.mjs'
import { step } from './progress.mjs'
import { root } from './root.mjs'
import { runCommand } from './run-command.mjs'

const servers = {
  title: 'Compiling the servers',
  inputs: [
    'tsconfig.json',
    'tsconfig.base.json',
    'package-lock.json',
    ...['contract', 'engine', 'tenant', 'embed'].flatMap((name) => [
      `packages/${name}/src`,
      `packages/${name}/package.json`,
      `packages/${name}/tsconfig.json`,
    ]),
    'examples/portal/src',
    'examples/portal/tsconfig.json',
    'bench/src',
  ],
  output: 'packages/tenant/dist',
  run: () => runCommand(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b']),
}

const program = {
  title: 'Joining the program',
  inputs: [...servers.inputs, 'packages/tenant/build.mjs'],
  output: 'packages/tenant/dist/program',
  // An older one is not run, whatever was installed.
  outdatedBy: 'node_modules/.package-lock.json',
  run: () => runCommand(process.execPath, [join(root, 'packages/tenant/build.mjs')]),
}

const browserRuntime = {
  title: 'Bundling the browser runtime',
  inputs: [
    'package-lock.json',
    'packages/contract/src',
    'packages/embed/src',
    'packages/embed/build',
    'packages/embed/build.mjs',
    'packages/embed/package.json',
  ],
  output: 'packages/embed/dist/assets.json',
  run: () => runCommand('npm', ['run', 'build', '--workspace', 'packages/embed']),
}

const modified = (path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY

const isThere = ({ output, outdatedBy }) =>
  existsSync(join(root, output)) && (outdatedBy === undefined || modified(output) > modified(outdatedBy))

/** Builds what the sources have outrun; nothing when nothing changed. */
export const build = async () => {
  for (const target of [servers, program, browserRuntime]) {
    const fingerprint = fingerprintOf(target.inputs)
    const stampFile = join(root, 'node_modules', `.built-${target.output.replaceAll('/', '-')}`)
    if (isThere(target) && isStamped(stampFile, fingerprint)) continue
    await step(target.title, target.run)
    stamp(stampFile, fingerprint)
  }
}
