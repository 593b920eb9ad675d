/** What a handle stands for. */
export type Target =
  | { readonly kind: 'Global' }
  | { readonly kind: 'Doc' }
  | { readonly kind: 'GenericObject'; readonly id: string }
  | { readonly kind: 'Field'; readonly name: string; readonly state: string }
  | { readonly kind: 'GenericDimension'; readonly id: string }
  | { readonly kind: 'GenericMeasure'; readonly id: string }
  | { readonly kind: 'GenericVariable'; readonly id: string }
  | { readonly kind: 'GenericBookmark'; readonly id: string }
  | { readonly kind: 'Variable'; readonly id: string }

export type TargetKind = Target['kind']

export type TargetOf<Kind extends TargetKind> = Extract<Target, { kind: Kind }>
