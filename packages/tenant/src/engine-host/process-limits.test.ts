import { expect, it } from 'vitest'
import { defaultProcesses, processLimits } from './process-limits.js'

const gigabyte = 2 ** 30

it.each([
  [1, 8 * gigabyte, 2048, '1024MB'],
  [4, 8 * gigabyte, 2048, '1024MB'],
  [8, 8 * gigabyte, 2048, '512MB'],
  [8, 16 * gigabyte, 4096, '1024MB'],
  [8, 64 * gigabyte, 4096, '1024MB'],
  [64, 16 * gigabyte, 4096, '256MB'],
  [1, gigabyte / 2, 512, '1024MB'],
  [2, gigabyte, 512, '512MB'],
])(
  'gives %i processes of a machine of %i bytes %i MB for the heap, and %s for queries',
  (count, memory, heap, queries) => {
    expect(processLimits(count, memory)).toEqual({ heapMegabytes: heap, memoryLimit: queries })
  },
)

it.each([
  [1, 64, 1],
  [2, 64, 1],
  [4, 64, 3],
  [9, 64, 8],
  [64, 64, 8],
  [8, 4, 4],
  [8, 1.9, 1],
  [8, 0.5, 1],
])('of a machine with %i cores and %f GB are %i by default', (cores, gigabytes, processes) => {
  expect(defaultProcesses(cores, gigabytes * gigabyte)).toBe(processes)
})
