import { cubeObject, listObject, page } from './cubes.js'
import type { QixSocket } from './qix-socket.js'

/** What a hostile person may do: their sockets, one more each time, and how many times the call was made before. */
export interface Hostile {
  readonly open: (identity?: string) => Promise<QixSocket>
  readonly round: number
}

/** A hostile but well-formed call. Resolves when it is answered; is made again as long as it is measured. */
export type HostileCall = (hostile: Hostile, socket: QixSocket) => Promise<unknown>

const cube = '/qHyperCubeDef'
const list = '/qListObjectDef'

const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index))

const laidOut = async ({ ask, create, app }: QixSocket, properties: object): Promise<void> => {
  const handle = await create(properties)
  const { result } = await ask(handle, 'GetLayout')
  if (result) await ask(app, 'DestroySessionObject', result.qLayout.qInfo.qId)
}

/** A chart that shows a thousand numbers in a format. */
const formatted =
  (pattern: string): HostileCall =>
  (_, socket) =>
    laidOut(
      socket,
      cubeObject({
        dimensions: ['Customer'],
        measures: ['Sum(Amount)'],
        rows: 1_000,
        format: { qType: 'F', qFmt: pattern, qThou: ',', qDec: '.' },
      }),
    )

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)

const tree = (objects: number, characters: number): object => ({
  qProperty: { qInfo: { qType: 'album' } },
  qChildren: times(objects, () => ({
    qProperty: { qInfo: { qType: 'picture' }, data: 'x'.repeat(characters) },
    qChildren: [],
  })),
})

/** Cells of an order and a customer: more than are kept, so that each page is a query. */
const pagedCube = cubeObject({ dimensions: ['Order', 'Customer'], measures: ['Sum(Amount)'] })

const thousandPages = times(1_000, (index) => page(index * 400, 3, 3))

/** Each ends a tenant, holds it up or fills its memory where nothing bounds it. */
export const hostileCalls: Readonly<Record<string, HostileCall>> = {
  'a number format of 900,000 characters': formatted('#'.repeat(900_000)),
  '64,000 zeros in a grouped format': formatted(`#,##${'0'.repeat(64_000)}`),
  '10,000 patches': async (_, { ask, create }) => {
    const handle = await create({ qInfo: { qType: 'x', qId: 'patched' } })
    const patches = times(10_000, (index) => ({ qOp: 'Add', qPath: `/m/c${index}`, qValue: '1' }))
    await ask(handle, 'ApplyPatches', patches, true)
  },
  '2,000 soft patches, laid out a hundred times': async (_, { ask, create }) => {
    const handle = await create({ qInfo: { qType: 'x', qId: 'patched' } })
    const patches = times(2_000, (index) => ({ qOp: 'Add', qPath: `/m/c${index}`, qValue: `"${'x'.repeat(200)}"` }))
    await ask(handle, 'ApplyPatches', patches, true)
    await Promise.all(times(100, () => ask(handle, 'GetLayout')))
  },
  '1,500 cached pages that nobody reads': async ({ open }) => {
    const own = await open('unread')
    const handle = await own.create(cubeObject({ dimensions: ['Customer'], measures: ['Sum(Amount)'] }))
    await own.ask(handle, 'GetHyperCubeData', cube, [page(0, 5_000, 2)])
    own.socket.pause()
    for (let index = 0; index < 1_500; index++) own.send(handle, 'GetHyperCubeData', cube, [page(0, 5_000, 2)])
    await new Promise((resolve) => setTimeout(resolve, 6_000))
    own.socket.terminate()
  },
  '1,500 cached pages that somebody reads': async (_, { ask, create }) => {
    const handle = await create(cubeObject({ dimensions: ['Customer'], measures: ['Sum(Amount)'] }))
    await Promise.all(times(1_500, () => ask(handle, 'GetHyperCubeData', cube, [page(0, 5_000, 2)])))
  },
  '1,000 small pages in one call': async (_, { ask, create }) => {
    const handle = await create(pagedCube)
    await ask(handle, 'GetHyperCubeData', cube, thousandPages)
  },
  '1,000 small pages in one call of a socket that is cut': async ({ open, round }) => {
    const own = await open(`cut-${round % 20}`)
    const handle = await own.create(pagedCube)
    own.send(handle, 'GetHyperCubeData', cube, thousandPages)
    await new Promise((resolve) => setTimeout(resolve, 200))
    own.socket.terminate()
  },
  'JSON nested 200,000 levels deep': async (_, { ask, create }) => {
    const handle = await create({ qInfo: { qType: 'x' } })
    await ask(handle, 'ApplyPatches', [{ qOp: 'Add', qPath: '/a', qValue: nested(200_000) }], true)
    await ask(handle, 'SetProperties', { qInfo: { qType: 'x' }, deep: JSON.parse(nested(2_000)) })
  },
  'property trees of a megabyte': async (_, { ask, create }) => {
    const handle = await create({ qInfo: { qType: 'x' } })
    await ask(handle, 'SetFullPropertyTree', tree(1_500, 500))
    await Promise.all(times(60, () => ask(handle, 'GetFullPropertyTree')))
  },
  'objects with 100,000 members, laid out': async (_, { ask, create }) => {
    const handle = await create({
      qInfo: { qType: 'x', qId: 'members' },
      many: Object.fromEntries(times(60_000, (index) => [`m${index}`, index])),
    })
    await Promise.all(times(60, () => ask(handle, 'GetLayout')))
  },
  'thousands of objects': async ({ round }, socket) => {
    await Promise.all(
      times(400, (index) => socket.ask(socket.app, 'CreateSessionObject', { qInfo: { qType: `x${round}-${index}` } })),
    )
    await socket.ask(socket.app, 'GetAllInfos')
  },
  'thousands of handles, told of each selection': async (_, socket) => {
    const { ask, app } = socket
    await Promise.all(times(300, (index) => ask(app, 'AddAlternateState', `state ${index}`)))
    await Promise.all(
      times(600, (index) =>
        ask(app, 'GetField', ['Year', 'Order', 'Product', 'Customer'][index % 4], `state ${index >> 2}`),
      ),
    )
    const handle = await socket.create(listObject('Year'))
    await Promise.all(times(60, (index) => ask(handle, 'SelectListObjectValues', list, [index % 10], false)))
  },
  'searches of a thousand characters': async ({ round }, { ask, create }) => {
    const handle = await create(listObject('Order'))
    const texts = ['*1*'.repeat(333), '?*'.repeat(500), '*o*r*d*e*r*'.repeat(90), `*${'r*'.repeat(400)}z`]
    await ask(handle, 'SearchListObjectFor', list, `${texts[round % texts.length]}`.slice(0, 1_000 - (round % 50)))
    await ask(handle, 'GetLayout')
    await ask(handle, 'GetListObjectData', list, [page(0, 10_000, 1)])
  },
  'formulas of 20,000 characters': async ({ round }, socket) => {
    const formula = times(1_300, (index) => `Sum(Amount*${index}+${round})`)
      .join('+')
      .slice(0, 19_000)
    const whole = formula.slice(0, formula.lastIndexOf('+'))
    await laidOut(socket, cubeObject({ dimensions: ['Country'], measures: times(40, (index) => `${whole}+${index}`) }))
  },
  'formulas nested a hundred deep': async ({ round }, socket) => {
    const deep = (level: number): string =>
      level === 0 ? `Amount+${round}` : `If(Amount>${level},${deep(level - 1)},0)`
    await laidOut(
      socket,
      cubeObject({ dimensions: ['Country'], measures: times(300, (index) => `Sum(${deep(90)}*${index})`) }),
    )
  },
  '10,000 columns': async ({ round }, socket) => {
    const measures = times(10_000, (index) => `Sum(Amount)*${index + round}`)
    await laidOut(socket, cubeObject({ dimensions: ['Country'], measures }))
  },
  'a product of tables that nothing associates': async ({ round }, socket) => {
    const measures = [`Sum(Amount*Planned)+${round}`, `Sum({<Year={${2010 + (round % 10)}}>} Amount)`]
    await laidOut(socket, cubeObject({ dimensions: ['Order', 'Plan'], measures, rows: 100 }))
    await laidOut(socket, cubeObject({ dimensions: ['Country', 'Year'], measures, rows: 100 }))
  },
  '64 heavy queries at once': async ({ round }, socket) => {
    await Promise.all(
      times(64, (index) =>
        laidOut(
          socket,
          cubeObject({
            dimensions: ['Order', 'Product'],
            measures: [`Sum(Aggr(Sum(Amount)*${index + 64 * round},Order,Customer))`, 'Count(distinct Customer)'],
            rows: 10,
          }),
        ),
      ),
    )
  },
  'heavy queries of forty sessions': async ({ open, round }) => {
    const sockets = await Promise.all(times(40, (index) => open(`many-${index}`)))
    await Promise.all(
      sockets.map((socket, index) =>
        laidOut(
          socket,
          cubeObject({ dimensions: ['Order'], measures: [`Rank(Sum(Amount*${index + 40 * round}))`], rows: 10 }),
        ),
      ),
    )
    for (const { socket } of sockets) socket.terminate()
  },
  'selections of 100,000 values, one after the other': async (_, { ask, create }) => {
    const handle = await create(listObject('Order'))
    for (let index = 0; index < 6; index++)
      await ask(
        handle,
        'SelectListObjectValues',
        list,
        times(100_000, (value) => value + index),
        true,
      )
  },
  'a selection ten times a second under heavy charts': async ({ round }, socket) => {
    const { ask, create } = socket
    const years = await create(listObject('Year'))
    const charts = await Promise.all(
      times(10, (index) =>
        create(cubeObject({ dimensions: ['Order'], measures: [`Sum(Amount*${index + 10 * round})`], rows: 100 })),
      ),
    )
    for (let index = 0; index < 20; index++) {
      const shown = charts.map((chart) => ask(chart, 'GetLayout'))
      await ask(years, 'SelectListObjectValues', list, [index % 10], false)
      await new Promise((resolve) => setTimeout(resolve, 100))
      if (index === 19) await Promise.all(shown)
    }
  },
  'a pivot table of 200,000 rows': async ({ round }, socket) => {
    const measures = [`Sum(Amount)+${round}`]
    await laidOut(socket, cubeObject({ dimensions: ['Order'], measures, mode: 'P' }))
    await laidOut(socket, cubeObject({ dimensions: ['Customer', 'Year'], measures, mode: 'P' }))
  },
  'texts of megabytes in each cell': async ({ round }, socket) => {
    const measures = [`Concat(Order & Product,'${round}')`, `Concat(distinct Order,'${round}')`]
    await laidOut(socket, cubeObject({ dimensions: ['Country'], measures, rows: 40 }))
  },
  'regular expressions over 200,000 values': async ({ round }, socket) => {
    const measures = [
      `Count(If(Order like '*${'1*'.repeat(200)}${round}',1))`,
      `Max(Len(Repeat(Order,${500 + round})))`,
    ]
    await laidOut(socket, cubeObject({ dimensions: ['Customer'], measures, rows: 10 }))
  },
  '500 expressions in titles': async ({ round }, socket) => {
    await laidOut(socket, {
      qInfo: { qType: 'x' },
      titles: times(500, (index) => ({ t: { qStringExpression: { qExpr: `Sum(Amount*${index + 500 * round})` } } })),
    })
  },
  'variables that name each other': async ({ round }, socket) => {
    const { ask, app } = socket
    await Promise.all(
      times(12, (index) =>
        ask(app, 'CreateSessionVariable', {
          qInfo: { qType: 'variable', qId: `v${index}` },
          qName: `v${index}`,
          qDefinition: index === 0 ? `Sum(Amount)+${round}` : `$(v${index - 1})+$(v${index - 1})`,
        }),
      ),
    )
    await laidOut(socket, cubeObject({ dimensions: ['Country'], measures: ['$(v11)'] }))
  },
  'requests as fast as they can be sent': async (_, { ask, app }) => {
    await Promise.all(times(1_500, () => ask(app, 'GetAppLayout')))
  },
  'a megabyte in every request': async (_, { ask, app }) => {
    await Promise.all(times(150, () => ask(app, 'GetAppLayout', 'x'.repeat(1_000_000))))
  },
}
