import { expect, it } from 'vitest'
import { defaultProcesses, processLimits } from './process-limits.js'

const gigabyte = 2 ** 30

it.each([
  [1, 8 * gigabyte, 4096, '1024MB'],
  [2, 8 * gigabyte, 2048, '512MB'],
  [4, 8 * gigabyte, 1024, '256MB'],
  [8, 8 * gigabyte, 512, '256MB'],
  [1, 64 * gigabyte, 4096, '1024MB'],
  [1, gigabyte / 2, 512, '1024MB'],
])(
  'gives %i processes of a machine of %i bytes %i MB for the heap, and %s for queries',
  (count, memory, heap, queries) => {
    expect(processLimits(count, memory)).toEqual({ heapMegabytes: heap, memoryLimit: queries })
  },
)

it.each([
  [1, 1],
  [2, 1],
  [4, 3],
  [9, 8],
  [64, 8],
])('of a machine with %i cores are %i by default', (cores, processes) => {
  expect(defaultProcesses(cores)).toBe(processes)
})
