// What the embeds need from their host page: a token, and somebody who listens when a connection changes.

const csrfToken = document.querySelector('meta[name="csrf-token"]').content

window.getAccessToken = async () => {
  const response = await fetch('/access-token', { method: 'POST', headers: { 'x-csrf-token': csrfToken } })
  if (response.status === 401 || response.status === 403) location.assign('/sign-in')
  if (!response.ok) throw new Error(await response.text())
  return response.text()
}

window.onWebSocketEvent = ({ eventType, code, reason }) => {
  if (code === NO_PERMISSION) showNoAccess(code, reason)
  else if (eventType === 'suspended') showConnection('The connection to the flight data is lost. Trying again…')
  else if (eventType === 'opened' || eventType === 'resumed') showConnection('')
}

/** Close code of a socket whose user may not open the app. */
const NO_PERMISSION = 4203

const showNoAccess = (code, reason) => {
  document.getElementById('content').hidden = true
  document.getElementById('no-access').hidden = false
  document.getElementById('no-access-detail').textContent = `${reason || 'No permission to open the app'} (${code})`
}

const showConnection = (text) => {
  const notice = document.getElementById('connection')
  notice.textContent = text
  notice.hidden = text === ''
}

// On a narrow screen the filters start closed: the charts come first.
document.addEventListener('DOMContentLoaded', () => {
  if (matchMedia('(max-width: 900px)').matches) document.getElementById('filters')?.removeAttribute('open')
})
