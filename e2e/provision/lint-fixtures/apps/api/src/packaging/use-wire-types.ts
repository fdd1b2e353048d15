// expect: boundaries(dependencies)
import * as wire from '@wheelhouse/shared-types'

export const names = Object.keys(wire)
