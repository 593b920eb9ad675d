import Type from 'typebox'

const size = Type.Integer()

/** Answer of `GET /api/v1/apps/{id}/data/metadata`, about what the caller may see. */
export const AppMetadata = Type.Object({
  reload_meta: Type.Object({
    cpu_time_spent_ms: size,
    peak_memory_bytes: size,
    fullReloadPeakMemoryBytes: size,
    partialReloadPeakMemoryBytes: size,
    hardware: Type.Object({ logical_cores: size, total_memory: size }),
  }),
  static_byte_size: size,
  has_section_access: Type.Boolean(),
  is_direct_query_mode: Type.Boolean(),
  usage: Type.String(),
  fields: Type.Array(
    Type.Object({
      name: Type.String(),
      src_tables: Type.Array(Type.String()),
      is_system: Type.Boolean(),
      is_hidden: Type.Boolean(),
      is_semantic: Type.Boolean(),
      distinct_only: Type.Boolean(),
      cardinal: size,
      total_count: size,
      is_locked: Type.Boolean(),
      always_one_selected: Type.Boolean(),
      is_numeric: Type.Boolean(),
      comment: Type.String(),
      tags: Type.Array(Type.String()),
      byte_size: size,
      hash: Type.String(),
    }),
  ),
  tables: Type.Array(
    Type.Object({
      name: Type.String(),
      is_system: Type.Boolean(),
      is_semantic: Type.Boolean(),
      is_loose: Type.Boolean(),
      no_of_rows: size,
      no_of_fields: size,
      no_of_key_fields: size,
      comment: Type.String(),
      byte_size: size,
    }),
  ),
  tables_profiling_data: Type.Array(Type.Unknown()),
})
export type AppMetadata = Type.Static<typeof AppMetadata>

/** Answer of `GET /api/v1/apps/{id}/data/lineage`: the sources that the app declares. */
export const AppLineage = Type.Array(Type.Object({ discriminator: Type.String(), statement: Type.String() }))
export type AppLineage = Type.Static<typeof AppLineage>

/** Answer of `GET /api/v1/apps/{id}/reloads/logs`. */
export const ReloadLogs = Type.Object({
  data: Type.Array(
    Type.Object({
      reloadId: Type.String(),
      success: Type.Boolean(),
      endTime: Type.String(),
      duration: size,
      links: Type.Object({ log: Type.String() }),
    }),
  ),
})
export type ReloadLogs = Type.Static<typeof ReloadLogs>

/** Answer of `GET /api/v1/apps/{id}/scripts`. */
export const AppScripts = Type.Object({
  scripts: Type.Array(
    Type.Object({
      scriptId: Type.String(),
      modifiedTime: Type.String(),
      modifierId: Type.String(),
      size,
      versionMessage: Type.String(),
    }),
  ),
  privileges: Type.Array(Type.String()),
  links: Type.Object({}),
})

/** Answer of `GET /api/v1/apps/{id}/scripts/{scriptId}`. */
export const AppScript = Type.Object({ script: Type.String(), versionMessage: Type.String() })

/** Query of `GET /api/v1/apps/{id}/scripts`. */
export const AppScriptsQuery = Type.Object(
  {
    limit: Type.Optional(Type.String({ maxLength: 16 })),
    page: Type.Optional(Type.String({ maxLength: 64 })),
    'filter[version]': Type.Optional(Type.String({ maxLength: 64 })),
  },
  { additionalProperties: true },
)
