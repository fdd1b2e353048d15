// expect: import(no-cycle)
import { there } from './go-in-a-circle.ts'

export const back = (): number => there()
