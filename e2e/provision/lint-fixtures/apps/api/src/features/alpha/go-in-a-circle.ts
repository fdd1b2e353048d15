// expect: import(no-cycle)
import { back } from './go-back.ts'

export const there = (): number => back()
