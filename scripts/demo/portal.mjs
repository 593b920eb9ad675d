/** Starts the example portal on two clients, neither of which is the administrator's. */
export const startPortal = (servers, { portalUrl, portalPort, tenantUrl, appId, clients }) =>
  servers.start('portal', ['examples/portal/dist/server.js'], {
    answersAt: `${portalUrl}/sign-in`,
    env: {
      PORT: String(portalPort),
      TENANT_URL: tenantUrl,
      APP_ID: appId,
      PEOPLE_CLIENT_ID: clients.people.clientId,
      PEOPLE_CLIENT_SECRET: clients.people.clientSecret,
      IMPERSONATION_CLIENT_ID: clients.impersonation.clientId,
      IMPERSONATION_CLIENT_SECRET: clients.impersonation.clientSecret,
    },
  })
