import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSnapshot } from '../snapshot/snapshot.js'
import { currentSnapshotId } from '../snapshot/snapshot-files.js'
import { withAppFolder } from '../testing/app-folder.js'
import { copySnapshot } from './copy-snapshot.js'

test('a failed reload leaves the snapshot before it serving, and nothing behind', () =>
  withAppFolder({ 'data.sql': 'CREATE TABLE t AS SELECT 1 AS a' }, async (app) => {
    const { snapshotId } = await app.reload()
    const files = await readdir(app.snapshotDir)
    await app.write('data.sql', 'CREATE TABLE t AS SELECT 1 AS a; SELECT nonsense')
    await expect(app.reload()).rejects.toMatchObject({
      code: 'ENGINE-RELOAD-SCRIPT',
      detail: expect.stringContaining('statement 2 of 2'),
    })
    expect(await readdir(app.snapshotDir)).toEqual(files)
    const snapshot = await openSnapshot(app.snapshotDir)
    expect(snapshot.document.id).toBe(snapshotId)
    snapshot.close()
  }))

test('what a crashed reload left behind is removed by the next one, when it can no longer be running', () =>
  withAppFolder({ 'data.sql': 'CREATE TABLE t AS SELECT 1 AS a' }, async (app) => {
    for (const name of ['reload-crashed', 'reload-running'])
      await mkdir(join(app.snapshotDir, name), { recursive: true })
    await utimes(join(app.snapshotDir, 'reload-crashed'), 0, 0)
    await app.reload()
    const left = await readdir(app.snapshotDir)
    expect(left).toContain('reload-running')
    expect(left).not.toContain('reload-crashed')
  }))

test('an open snapshot stays readable while newer ones take its place and old files are removed', () =>
  withAppFolder({ 'data.sql': 'CREATE TABLE t AS SELECT 1 AS a' }, async (app) => {
    await app.reload()
    const old = await openSnapshot(app.snapshotDir)
    for (const value of [2, 3, 4]) {
      await app.write('data.sql', `CREATE TABLE t AS SELECT ${value} AS a`)
      await app.reload()
    }
    expect((await readdir(app.snapshotDir)).filter((name) => name.endsWith('.duckdb'))).toHaveLength(2)
    expect(await old.runner.run({ sql: 'SELECT text FROM s_0', values: [] })).toEqual([['1']])
    const current = await openSnapshot(app.snapshotDir)
    expect(await current.runner.run({ sql: 'SELECT text FROM s_0', values: [] })).toEqual([['4']])
    old.close()
    current.close()
  }))

test('an app that was never reloaded says so', () =>
  withAppFolder({ 'data.sql': 'SELECT 1' }, async (app) => {
    await expect(openSnapshot(app.snapshotDir)).rejects.toMatchObject({ code: 'ENGINE-NOT-RELOADED' })
    await expect(app.reload()).rejects.toMatchObject({ code: 'ENGINE-RELOAD-MODEL' })
  }))

test('a snapshot file that is damaged says so', () =>
  withAppFolder({ 'data.sql': 'CREATE TABLE t AS SELECT 1 AS a' }, async (app) => {
    const { snapshotFile } = await app.reload()
    await writeFile(snapshotFile, 'not a database')
    await expect(openSnapshot(app.snapshotDir)).rejects.toMatchObject({ code: 'ENGINE-SNAPSHOT-DAMAGED' })
  }))

test('a damaged pointer says so, and the next reload repairs it', () =>
  withAppFolder({ 'data.sql': 'CREATE TABLE t AS SELECT 1 AS a' }, async (app) => {
    await app.reload()
    for (const text of ['', '{"snapshot":', '{"snapshot":"../../etc/passwd"}']) {
      await writeFile(join(app.snapshotDir, 'current.json'), text)
      await expect(openSnapshot(app.snapshotDir)).rejects.toMatchObject({ code: 'ENGINE-SNAPSHOT-DAMAGED' })
    }
    const { snapshotId } = await app.reload()
    const snapshot = await openSnapshot(app.snapshotDir)
    expect(snapshot.document.id).toBe(snapshotId)
    snapshot.close()
  }))

test('a snapshot is copied as it is, and nothing where there is none', () =>
  withAppFolder({ 'data.sql': 'CREATE TABLE t AS SELECT 1 AS a' }, async (app) => {
    const copy = join(app.folder, 'copy')
    await copySnapshot(app.snapshotDir, copy)
    expect(await currentSnapshotId(copy)).toBeUndefined()
    const { snapshotId } = await app.reload()
    await copySnapshot(app.snapshotDir, copy)
    await app.write('data.sql', 'CREATE TABLE u AS SELECT 2 AS b')
    await app.reload()
    await app.reload()
    const snapshot = await openSnapshot(copy)
    expect(await currentSnapshotId(copy)).toBe(snapshotId)
    expect(snapshot.document.model.tables.map(({ name }) => name)).toEqual(['t'])
    snapshot.close()
  }))
