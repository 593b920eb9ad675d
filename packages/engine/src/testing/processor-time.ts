/** Milliseconds that the process computes for work, in all of its threads; how long it waits for a processor has no part in it. */
export const processorTime = async (work: () => unknown): Promise<number> => {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
