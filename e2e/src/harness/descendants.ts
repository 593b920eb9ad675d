import { execFileSync } from 'node:child_process'

/** Process ids of all children of a process, and of their children. */
export const descendantsOf = (pid: number | undefined): number[] => {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const processes = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  const children = processes.filter(([, parent]) => parent === pid).map(([child]) => child as number)
  return children.flatMap((child) => [child, ...descendantsOf(child)])
}

/** Whether the process exists. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Resolves when none of the processes exists any more. */
export const untilGone = async (pids: readonly number[]): Promise<void> => {
  while (pids.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 50))
}
