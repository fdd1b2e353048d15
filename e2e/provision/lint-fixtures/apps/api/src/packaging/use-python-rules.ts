// expect: none
import * as python from '@wheelhouse/shared-types/python'

export const rules = Object.keys(python)
