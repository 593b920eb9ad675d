import { expect } from 'vitest'
import { cube, dimension, measure, texts } from './shop-cube.js'
import type { openedClient } from './wired-client.js'

/** Minutes by town: Akron 80, Bend 40, Cary 20, no town 15, Dover 10, Elko 5; 170 in all: Desk 115, Lamp 55. */
export const calls = `CREATE TABLE calls AS SELECT * FROM (VALUES
  ('Akron', 'Desk', 50.0, 'u1'), ('Akron', 'Lamp', 30.0, 'u2'), ('Bend', 'Desk', 40.0, 'u1'), ('Cary', 'Lamp', 20.0, 'u3'),
  ('Dover', 'Desk', 10.0, 'u2'), ('Elko', 'Lamp', 5.0, 'u3'), (NULL, 'Desk', 15.0, 'u3')
) AS t("Town", "Kind", "Minutes", "Caller");`

export type Client = Awaited<ReturnType<typeof openedClient>>

/** Minutes of all calls. */
export const minutes = measure('Sum([Minutes])')
/** A dimension under a limit. */
export const limited = (field: string, qOtherTotalSpec: object, more: object = {}) => ({
  ...dimension(field),
  qOtherTotalSpec,
  ...more,
})
/** A limit to so many rows. */
export const counted = (qv: string, more: object = {}) => ({
  qOtherMode: 'OTHER_COUNTED',
  qOtherCounted: { qv },
  ...more,
})

/** The layout of a cube, which has no error. */
export const layoutOf = async (client: Client, definition: object) => {
  const { qHyperCube } = await client.layout(await client.create(cube(definition)))
  expect(qHyperCube.qError).toBeUndefined()
  return qHyperCube
}

/** The texts of the rows of a cube. */
export const rows = async (client: Client, definition: object): Promise<string[][]> =>
  texts((await layoutOf(client, definition)).qDataPages[0].qMatrix)
