// expect: none
import * as wire from '@wheelhouse/shared-types'

export const names = Object.keys(wire)
