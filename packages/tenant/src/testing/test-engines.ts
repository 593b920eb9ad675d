/** Engine processes of the tenants of tests: all is done in one process unless the environment says otherwise. */
export const testEngines = { engineProcesses: Number(process.env.TEST_ENGINE_PROCESSES ?? 0) }
