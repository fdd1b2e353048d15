import { expect, test } from '@jest/globals'
import { checkEntryPoints } from './entry-points.ts'

test.each([
  '',
  '[console_scripts]\nrun = a:b\nrun-it.now_2 = a:b\n',
  '# comment\n[pytest11]\nsome name: with colon = x\n\n[console_scripts]\n; comment\nx=a:b\n',
  '[g]\na = b\n  continued\n',
  '[console_scripts]\r\nété = a:b\r\n',
])('%j is read', (text) => {
  expect(() => checkEntryPoints(Buffer.from(text))).not.toThrow()
})

test.each<readonly [string, string]>([
  ['a = b\n', 'before the first group'],
  ['[console_scripts]\na b = c\n', 'script name'],
  ['[gui_scripts]\n../x = c\n', 'script name'],
  ['[g]\na : b\n', 'not name = value'],
  ['[g]\nflag\n', 'not name = value'],
  ['[g]\n= x\n', 'not name = value'],
  ['[g]\na = 1\na = 2\n', 'twice'],
  ['[g]\n[g]\n', 'twice'],
])('%j is refused: %s', (text, message) => {
  expect(() => checkEntryPoints(Buffer.from(text))).toThrow(message)
})

test('other encodings are refused', () => {
  expect(() => checkEntryPoints(Buffer.from([0xff, 0xfe]))).toThrow('not UTF-8')
})
