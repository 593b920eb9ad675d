const NEEDED = [20, 19, 0]

/**
 * Whether this Node can run the workspace; if not, says so and sets the exit code. Written in syntax that every Node
 * with ES modules understands.
 */
export function nodeIsSupported() {
  const actual = process.versions.node.split('.').map(Number)
  const difference = NEEDED.map((needed, index) => actual[index] - needed).find((delta) => delta !== 0) || 0
  if (difference >= 0) return true
  console.error(
    `Node ${NEEDED.join('.')} or newer is needed; this is Node ${process.versions.node}. See https://nodejs.org/`,
  )
  process.exitCode = 1
  return false
}
