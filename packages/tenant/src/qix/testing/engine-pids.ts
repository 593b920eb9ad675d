import { execFileSync } from 'node:child_process'

/** The engine processes that a process has started. */
export const enginePids = (parent = process.pid): readonly number[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, of, state = '', ...command]) => Number(of) === parent && !state.startsWith('Z') && isEngine(command))
    .map(([pid]) => Number(pid))

const isEngine = (command: readonly string[]): boolean =>
  command.some((word) => word.endsWith('bin/engine-process.mjs'))
