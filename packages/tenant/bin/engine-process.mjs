import { programFile } from './program-file.mjs'

await import(programFile('engine-process', 'engine-host/engine-process/main.js').href)
