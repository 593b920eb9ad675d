/**
 * A page of a {@link SinglePageApp} without elements: the published package as it is, with tokens that it renews.
 *
 * @param accessTokenStorage where the page keeps its tokens
 * @param script runs with the package's functions that `imports` names, by module
 */
export const programmedPage = (
  accessTokenStorage: 'session' | 'local',
  imports: Readonly<Record<string, string>>,
  script: string,
): string => `<!doctype html>
<meta charset="utf-8" />
<title>Programmed</title>
<body>
  <script type="module">
    import { setDefaultHostConfig } from '/vendor-api/auth.js'
    ${Object.entries(imports)
      .map(([module, name]) => `import { ${name} } from '/vendor-api/${module}.js'`)
      .join('\n    ')}

    setDefaultHostConfig({
      authType: 'oauth2',
      host: 'TENANT_URL',
      clientId: 'CLIENT_ID',
      redirectUri: 'APP_ORIGIN/oauth-callback.html',
      accessTokenStorage: '${accessTokenStorage}',
      scope: 'user_default offline_access',
    })
    ${script}
  </script>
</body>`
