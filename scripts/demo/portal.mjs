/** Starts the example portal on its two clients. */
export const startPortal = (servers, { portalUrl, portalPort, tenantUrl, appId, clients }) =>
  servers.start('portal', ['examples/portal/dist/server.js'], {
    answersAt: `${portalUrl}/sign-in`,
    env: {
      PORT: String(portalPort),
      TENANT_URL: tenantUrl,
      APP_ID: appId,
      ADMIN_CLIENT_ID: clients.admin.clientId,
      ADMIN_CLIENT_SECRET: clients.admin.clientSecret,
      IMPERSONATION_CLIENT_ID: clients.impersonation.clientId,
      IMPERSONATION_CLIENT_SECRET: clients.impersonation.clientSecret,
    },
  })
