// expect: boundaries(dependencies)
import { createApp } from '../../app.ts'

export const started = createApp()
