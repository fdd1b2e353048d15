import { startApiTarget } from './targets/api.ts'
import { runCases } from './run-cases.ts'

runCases('api', () => startApiTarget(), import.meta.filename)
