import { escapeXml } from '../../http/xml.ts'
import type { XmlRpcFault } from './xml-rpc-fault.ts'

export type Writable = string | number | null | readonly Writable[]

const HEAD = "<?xml version='1.0'?>\n<methodResponse>\n"
export const ANSWER_HEAD = `${HEAD}<params>\n<param>\n`
export const ANSWER_TAIL = '</param>\n</params>\n</methodResponse>\n'

/** One value. Whole numbers are `int` of any size, as Python's library reads and writes them. */
export function writeValue(value: Writable): string {
  if (value === null) return '<value><nil/></value>\n'
  if (typeof value === 'number') return `<value><int>${value}</int></value>\n`
  if (typeof value === 'string') return `<value><string>${escapeXml(value)}</string></value>\n`
  return `<value><array><data>\n${value.map(writeValue).join('')}</data></array></value>\n`
}

/** One entry of a struct. */
export function writeMember(name: string, value: Writable): string {
  return `<member>\n<name>${escapeXml(name)}</name>\n${writeValue(value)}</member>\n`
}

export function writeFault({ code, message }: XmlRpcFault): string {
  const members = writeMember('faultCode', code) + writeMember('faultString', message)
  return `${HEAD}<fault>\n<value><struct>\n${members}</struct></value>\n</fault>\n</methodResponse>\n`
}
