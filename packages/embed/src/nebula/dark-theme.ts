const darkNames: readonly string[] = ['dark', 'qlik-dark']

/** Whether a `theme` attribute asks for dark surroundings. */
export const isDarkTheme = (theme: string | undefined): boolean => theme !== undefined && darkNames.includes(theme)
