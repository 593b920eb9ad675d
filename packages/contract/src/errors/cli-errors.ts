import { defineErrors } from './error-entry.js'

/** Errors of the command line, the configuration and the start of a server. */
export const cliErrors = defineErrors({
  'CLI-USAGE': {
    status: 400,
    title: 'Wrong usage of the command',
    solution: 'Run `understudy help`, or `understudy help <command>` for one command and its options.',
  },
  'CONFIG-INVALID': {
    status: 400,
    title: 'Invalid configuration',
    solution: 'Correct the option that the message names; `understudy help` and docs/options.md explain each.',
  },
  'INIT-ALREADY-DONE': {
    status: 409,
    title: 'The store holds a tenant already',
    solution:
      'Nothing was changed. Start it with `understudy serve`, or choose another `--data-dir` or `--store` for a new one.',
  },
  'BACKUP-EXISTS': {
    status: 409,
    title: 'The folder of the backup exists',
    solution: 'Name a folder that does not exist, such as one with the date in its name.',
  },
  'BACKUP-POSTGRES': {
    status: 400,
    title: 'The store is not a file',
    solution:
      'Run `pg_dump` on the database of `--store`, and copy the folder `apps` of the data folder; docs/operating.md tells how.',
  },
  'AUDIT-CHECKPOINT-INVALID': {
    status: 400,
    title: 'Not a checkpoint of this audit journal',
    solution:
      'Name a file that `understudy audit checkpoint`, `--audit-checkpoint-file` or GET /api/v1/audits/checkpoint gave, and the master key that was in use then.',
  },
  'AUDIT-JOURNAL-BROKEN': {
    status: 409,
    title: 'The audit journal was changed',
    solution:
      'Run `understudy audit verify`, which names the first record that does not fit, and find out who changed the store.',
  },
  'SERVE-NO-TENANT': {
    status: 409,
    title: 'The store holds no tenant',
    solution: 'Run `understudy init` with the same `--data-dir` and `--store` first.',
  },
  'SERVE-PORT-TAKEN': {
    status: 409,
    title: 'The port is taken',
    solution: 'Stop the program that listens there, or choose another port with `--port`.',
  },
  'SERVE-NODE-TAKEN': {
    status: 409,
    title: 'Another process serves as this node',
    solution:
      'Each node writes an audit chain of its own. Give each a data folder of its own; where one was copied, delete `node-id` in the copy.',
  },
  'MASTER-KEY-MISSING': {
    status: 400,
    title: 'The master key is missing',
    solution:
      'Give the key file that `understudy init` wrote (`--master-key-file`), or its content in UNDERSTUDY_MASTER_KEY. Without it the signing keys in the store cannot be read.',
  },
  'MASTER-KEY-EXPOSED': {
    status: 400,
    title: 'The master key file can be read by others',
    solution: 'Allow only its owner: `chmod 600 <file>`. If someone may have read it, make a new tenant key.',
  },
  'MASTER-KEY-INVALID': {
    status: 400,
    title: 'The master key is not usable',
    solution: 'A master key is 32 random bytes in base64url (43 characters); `understudy init` makes one.',
  },
  'MASTER-KEY-WRONG': {
    status: 400,
    title: 'The master key does not fit the store',
    solution: 'Use the master key with which the tenant was made.',
  },
  'KEYS-NOT-FOUND': {
    status: 404,
    title: 'No such signing key in use',
    solution: 'Use a key id that `understudy keys list` shows as next, current or retired.',
  },
})
