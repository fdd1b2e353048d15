// expect: boundaries(dependencies)
import * as api from '@wheelhouse/api'

export const names = Object.keys(api)
