// expect: boundaries(dependencies)
import { createApp } from '../../api/src/app.ts'

export const app = createApp()
