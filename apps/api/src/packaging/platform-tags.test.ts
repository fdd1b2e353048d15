import { expect, test } from '@jest/globals'
import { isAllowedPlatformTag } from './platform-tags.ts'

const strict = { allowLinuxTags: false }

test.each([
  'any',
  'win32',
  'win_amd64',
  'win_arm64',
  'linux_armv6l',
  'linux_armv7l',
  'manylinux1_i686',
  'manylinux2014_s390x',
  'manylinux_2_17_x86_64',
  'manylinux_2_39_riscv64',
  'musllinux_1_2_aarch64',
  'macosx_10_9_universal2',
  'macosx_11_0_arm64',
  'macosx_26_0_arm64',
  'ios_13_0_arm64_iphonesimulator',
  'android_21_arm64_v8a',
  'pyemscripten_2026_0_wasm32',
])('%s is allowed', (tag) => {
  expect(isAllowedPlatformTag(tag, strict)).toBe(true)
})

test.each([
  'linux_x86_64',
  'macosx_11_1_arm64',
  'macosx_27_0_arm64',
  'macosx_10_9_sparc',
  'manylinux_2_17_sparc',
  'musllinux_1_2_ppc64',
  'manylinux2010_aarch64',
  'win_sparc',
  'ANY',
  'any\n',
  'ios_13_0_arm64_watch',
  'emscripten_3_1_wasm32',
  '',
])('%j is not', (tag) => {
  expect(isAllowedPlatformTag(tag, strict)).toBe(false)
})

test('bare linux tags depend on the policy', () => {
  expect(isAllowedPlatformTag('linux_x86_64', { allowLinuxTags: true })).toBe(true)
  expect(isAllowedPlatformTag('linux_', { allowLinuxTags: true })).toBe(false)
  expect(isAllowedPlatformTag('macosx_11_1_arm64', { allowLinuxTags: true })).toBe(false)
})
