import { defineConfig } from 'vite'

export default defineConfig({
  build: { target: 'es2022' },
  oxc: { jsx: { runtime: 'automatic' } },
  // One React in the page, wherever the packages are installed.
  resolve: { dedupe: ['react', 'react-dom'] },
})
