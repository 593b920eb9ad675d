// Random tests draw the same cases in every run, so that a run is red for what was changed alone.
import fc from 'fast-check'

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 1 })
