export { renderOptionsPage } from './config/render-options.js'
