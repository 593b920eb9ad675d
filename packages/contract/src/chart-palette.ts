/** The colours of charts, told apart by people with the common colour vision deficiencies, and calm beside each other. */
export const chartPalette: string[] = [
  '#1f6f8b',
  '#d9822b',
  '#6aa84f',
  '#b5495b',
  '#7a6bc2',
  '#c9a227',
  '#4fa6d8',
  '#8f6f56',
  '#3d9a8a',
  '#8c96a3',
]

/** The same in dark surroundings, on which each is seen; white text is seen on the first. */
export const darkChartPalette: string[] = [
  '#337f9c',
  '#e39a4c',
  '#7fbf63',
  '#d9798a',
  '#a095e0',
  '#d6b341',
  '#6fbce6',
  '#b8977a',
  '#52b5a3',
  '#a5adb8',
]
