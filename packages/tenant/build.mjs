// Joins the compiled modules of the program and their packages in a few files, which a process reads in a quarter of the time.
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))

await build({
  configFile: false,
  logLevel: 'error',
  root,
  ssr: {
    target: 'node',
    noExternal: true,
    // What brings code for a machine stays where it is.
    external: ['@duckdb/node-bindings', '@node-rs/argon2', 'libsql'],
  },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/program',
    minify: false,
    rolldownOptions: {
      input: { main: 'dist/cli/main.js', 'engine-process': 'dist/engine-host/engine-process/main.js' },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
})
