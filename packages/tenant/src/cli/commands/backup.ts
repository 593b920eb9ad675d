import { UnderstudyError } from '@understudy/contract'
import { type Backup, backUp } from '../../backup/back-up.js'
import { type Command, jsonFlag } from '../command.js'

/** `understudy backup <folder>`: a copy of the tenant, which may be running. */
export const backupCommand: Command = {
  name: 'backup',
  usage: '<folder>',
  summary: 'Copy the store, the snapshots and the folders of apps into a new folder, also while they are served.',
  flags: {
    'with-master-key': {
      type: 'boolean',
      explanation: 'Put the master key into the copy too; without it, keep that elsewhere.',
    },
    ...jsonFlag,
  },
  run: async ({ config, flags, positionals, stdout }) => {
    const [folder] = positionals
    if (folder === undefined) throw new UnderstudyError('CLI-USAGE', 'Name the folder to make.')
    const backup = await backUp(config, folder, flags['with-master-key'] === true)
    stdout.write(flags.json === true ? `${JSON.stringify(backup)}\n` : describe(backup))
    return 0
  },
}

const describe = ({ folder, snapshots, appFolders, masterKey }: Backup): string =>
  [
    `${folder} holds the store, ${snapshots} snapshots and ${appFolders.filter(({ copy }) => copy).length} app folders.`,
    ...appFolders
      .filter(({ copy }) => copy === null)
      .map((app) => `The folder of app ${app.appId} is gone: ${app.folder}`),
    masterKey
      ? 'The master key is in it: whoever has this folder can sign tokens. Keep it like a password.'
      : 'The master key is not in it: keep that apart. Without it the copy cannot be served.',
    '',
  ].join('\n')
