/** What `@jest/globals` is to the modules that `native-runtime.js` loads. */
import { globalOfNow } from './current-globals.ts'

export const afterAll = globalOfNow('afterAll')
export const afterEach = globalOfNow('afterEach')
export const beforeAll = globalOfNow('beforeAll')
export const beforeEach = globalOfNow('beforeEach')
export const describe = globalOfNow('describe')
export const expect = globalOfNow('expect')
export const it = globalOfNow('it')
export const jest = globalOfNow('jest')
export const test = globalOfNow('test')
