/** Stands in for the Node package 'ws', which @qlik/api imports only in Node. */
export default globalThis.WebSocket
