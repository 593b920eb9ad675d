import { QlikEmbed, QlikEmbedConfig } from '@qlik/embed-react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter, NavLink, Route, Routes } from 'react-router'

const getAccessToken = async () => {
  const response = await fetch('/access-token', { method: 'POST' })
  if (!response.ok) throw new Error(await response.text())
  return response.text()
}

const { host, clientId, appId } = await (await fetch('/settings')).json()
const config = { host, clientId, authType: 'oauth2', getAccessToken }

const Chart = (properties) => (
  <div className="chart">
    <QlikEmbed ui="analytics/chart" appId={appId} {...properties} />
  </div>
)

const Months = () => <Chart type="linechart" dimensions={['[Month]']} measures={['[Flights]']} />
const Airports = () => <Chart type="barchart" dimensions={['[Airport]']} measures={['[Flights]']} />

createRoot(document.querySelector('#root')).render(
  <StrictMode>
    <QlikEmbedConfig.Provider value={config}>
      <BrowserRouter>
        <nav>
          <NavLink to="/">Months</NavLink> <NavLink to="/airports">Airports</NavLink>
        </nav>
        <Routes>
          <Route path="/" element={<Months />} />
          <Route path="/airports" element={<Airports />} />
        </Routes>
      </BrowserRouter>
    </QlikEmbedConfig.Provider>
  </StrictMode>,
)
