import { startMockTarget } from './targets/mock.ts'
import { runCases } from './run-cases.ts'

runCases('mock', async () => startMockTarget(), import.meta.filename)
