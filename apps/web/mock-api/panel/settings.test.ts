/** @jest-environment node */
import { expect, test } from '@jest/globals'
import { CALM } from '../conditions.ts'
import { createDb } from '../db.ts'
import {
  readSettings,
  setClock,
  withoutSettings,
  writeSettings,
  type Settings,
} from './settings.ts'

const HERE = 'http://localhost:5173/search?q=tiny'
const CALM_SETTINGS: Settings = {
  ...CALM,
  persona: null,
  clock: null,
  direction: 'auto',
  theme: 'system',
}

test('an address brings back every setting, and leaves the page as it was', () => {
  const settings: Settings = {
    latency: 800,
    errorRate: 20,
    offline: true,
    readOnly: true,
    nextFailure: 'conflict',
    passkey: 'virtual',
    persona: 'prolific',
    clock: '2027-01-01T00:00:00.000Z',
    direction: 'rtl',
    theme: 'dark',
  }
  const address = writeSettings(HERE, settings, 'en-XA')
  expect(readSettings(new URL(address).search)).toEqual(settings)
  expect(new URL(address).searchParams.get('locale')).toBe('en-XA')
  expect(withoutSettings(address)).toBe(`${HERE}&locale=en-XA`)
})

test('what is as usual does not stand in the address', () => {
  expect(writeSettings(HERE, CALM_SETTINGS, 'en')).toBe(HERE)
})

test('what makes no sense is left out, and numbers are kept in bounds', () => {
  expect(readSettings('?persona=nobody&fail=x&clock=soon&latency=-5&errors=900&dir=up')).toEqual({
    latency: 0,
    errorRate: 100,
  })
})

test('the clock stands at a time, and goes back', () => {
  const db = createDb(undefined, () => 1000)
  setClock(db, '2030-01-01T00:00:00.000Z')
  expect(db.now().toISOString()).toBe('2030-01-01T00:00:00.000Z')
  setClock(db, null)
  expect(db.now().getTime()).toBe(1000)
})
