/** The few parts of DER (X.690) that a certificate is made of. */
const tlv = (tag: number, content: Buffer): Buffer => {
  const { length } = content
  const bytes = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...(length < 128 ? [length] : bytes)]), content])
}

export const sequence = (...parts: readonly Buffer[]) => tlv(0x30, Buffer.concat(parts))
export const set = (...parts: readonly Buffer[]) => tlv(0x31, Buffer.concat(parts))
export const octets = (content: Buffer) => tlv(0x04, content)
export const bits = (content: Buffer, unused = 0) =>
  tlv(0x03, Buffer.concat([Buffer.from([unused]), content]))
export const utf8 = (text: string) => tlv(0x0c, Buffer.from(text))
export const yes = tlv(0x01, Buffer.from([0xff]))
/** `[number]`, constructed or not. */
export const tagged = (number: number, content: Buffer, isConstructed = true) =>
  tlv((isConstructed ? 0xa0 : 0x80) + number, content)
/** Not negative, in as few bytes as it needs. */
export function integer(value: Buffer): Buffer {
  const from = value.findIndex((byte) => byte !== 0)
  const digits = value.subarray(from === -1 ? value.length - 1 : from)
  return tlv(0x02, digits[0]! < 0x80 ? digits : Buffer.concat([Buffer.from([0]), digits]))
}
export const time = (at: Date) =>
  tlv(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]|\.\d+Z/g, '')}Z`))

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...arcs] = dotted.split('.').map(Number)
  const bytes = arcs.flatMap((arc) => {
    const digits = [arc & 0x7f]
    for (let rest = arc >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80)
    return digits
  })
  return tlv(0x06, Buffer.from([first * 40 + second, ...bytes]))
}
