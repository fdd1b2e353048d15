import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { printConfigReference } from './config-reference.ts'

describe('the configuration reference', () => {
  test.each(Object.entries(printConfigReference()))(
    '%s is what the schema prints',
    (path, text) => {
      const written = readFileSync(join(import.meta.dirname, '../../..', path), 'utf8')
      expect(written).toBe(text)
    },
  )
})
