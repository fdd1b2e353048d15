import { expect, test } from '@jest/globals'
import { isStandardLibraryName } from './standard-library.ts'

test.each([
  'xml.etree.ElementTree',
  'xml-etree',
  'PiCKle',
  'encodings.idna',
  'cgihttpserver',
  'xmlrpc',
  'future',
  'asyncio',
  'tomllib',
])('%s is a module of some Python', (name) => {
  expect(isStandardLibraryName(name)).toBe(true)
})

test.each(['flask', 'xml-tree', 'pickles', ''])('%j is not', (name) => {
  expect(isStandardLibraryName(name)).toBe(false)
})
