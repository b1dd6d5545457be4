// The door of the lab for other programs of this repository: benchmarks and tests.

export { type LabEngine, openEngine } from './rtc/engine.ts'
export { type LabPlatform, labPlatform } from './rtc/platform.ts'
