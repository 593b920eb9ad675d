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
