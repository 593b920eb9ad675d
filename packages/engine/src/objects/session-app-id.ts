const prefix = 'SessionApp_'

/** Whether an id is that of an app that lives as long as its session. No app that is stored may have such an id. */
export const isSessionAppId = (appId: string): boolean => appId.startsWith(prefix)
