/** Platform tags that an index may serve to everybody (PEPs 425, 513, 571, 599, 600, 656, 730, 738). */

const FIXED: ReadonlySet<string> = new Set([
  'any',
  'win32',
  'win_amd64',
  'win_arm64',
  'win_ia64',
  'manylinux1_x86_64',
  'manylinux1_i686',
  'manylinux2010_x86_64',
  'manylinux2010_i686',
  'manylinux2014_x86_64',
  'manylinux2014_i686',
  'manylinux2014_aarch64',
  'manylinux2014_armv7l',
  'manylinux2014_ppc64',
  'manylinux2014_ppc64le',
  'manylinux2014_s390x',
  'linux_armv6l',
  'linux_armv7l',
])

const MAC_ARCHITECTURE = '(?:ppc|ppc64|i386|x86_64|arm64|intel|fat|fat3|fat64|universal|universal2)'

const PATTERNS: readonly RegExp[] = [
  /^manylinux_[0-9]+_[0-9]+_(?:x86_64|i686|aarch64|armv7l|ppc64le|s390x|riscv64|ppc64)$/,
  /^musllinux_[0-9]+_[0-9]+_(?:x86_64|i686|aarch64|armv7l|ppc64le|s390x|riscv64)$/,
  new RegExp(`^macosx_10_[0-9]+_${MAC_ARCHITECTURE}$`),
  // From macOS 11 on installers ask for minor 0 only, so any other could not be installed.
  new RegExp(`^macosx_(?:11|12|13|14|15|26)_0_${MAC_ARCHITECTURE}$`),
  /^ios_[0-9]+_[0-9]+_(?:arm64|x86_64)_(?:iphoneos|iphonesimulator)$/,
  /^android_[0-9]+_(?:armeabi_v7a|arm64_v8a|x86|x86_64)$/,
  /^pyemscripten_[0-9]+_[0-9]+_wasm32$/,
]

const LINUX = /^linux_[a-z0-9_]+$/

/**
 * Whether a wheel with this platform tag may be uploaded. Bare `linux_*` tags promise nothing
 * about the system they run on; an organisation's own index can allow them.
 */
export function isAllowedPlatformTag(
  tag: string,
  options: { readonly allowLinuxTags: boolean },
): boolean {
  if (FIXED.has(tag)) return true
  if (options.allowLinuxTags && LINUX.test(tag)) return true
  return PATTERNS.some((pattern) => pattern.test(tag))
}
