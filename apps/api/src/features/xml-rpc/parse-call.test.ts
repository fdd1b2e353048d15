import { describe, expect, test } from '@jest/globals'
import { parseCall } from './parse-call.ts'

const call = (method: string, params = '') =>
  `<?xml version='1.0'?>\n<methodCall>\n<methodName>${method}</methodName>\n${params}</methodCall>\n`
const param = (value: string) => `<params><param><value>${value}</value></param></params>`

describe('a call', () => {
  test.each([
    ['', []],
    ['<params></params>', []],
    ['<params/>', []],
    [param('<int>5</int>'), [5]],
    [param('<i4> -5 </i4>'), [-5]],
    [param('<i8>12345678901</i8>'), [12_345_678_901]],
    [param('<string>a &amp; b &lt;c&gt; &#233;&#x6f22;</string>'), ['a & b <c> é漢']],
    [param('plain'), ['plain']],
    [param(''), ['']],
    [param('<string/>'), ['']],
    [param('<![CDATA[<a>]]>'), ['<a>']],
    [param('<boolean>1</boolean>'), [true]],
    [param('<nil/>'), [{ kind: 'other' }]],
    [param('<double>1.5</double>'), [{ kind: 'other' }]],
    [
      param('<struct><member><name>a</name><value>b</value></member></struct>'),
      [{ kind: 'other' }],
    ],
    [
      param(
        '\n<array>\n<data>\n<value>a</value>\n<value><int>1</int></value>\n</data>\n</array>\n',
      ),
      [['a', 1]],
    ],
    [param('<!-- nothing --><int>1</int>'), [1]],
  ])('with %s', (params, read) => {
    expect(parseCall(call('some.method', params))).toEqual({ method: 'some.method', params: read })
  })

  test.each([
    ['nothing', ''],
    ['no XML', 'name=value'],
    ['another document', '<html><body/></html>'],
    ['a document type', `<!DOCTYPE a [<!ENTITY x "y">]>${call('a')}`],
    ['a document type in small letters', `<!doctype a>${call('a')}`],
    ['an entity of its own in a name', call('&x;')],
    ['no method', '<methodCall><params/></methodCall>'],
    [
      'two methods',
      '<methodCall><methodName>a</methodName><methodName>b</methodName></methodCall>',
    ],
    ['two calls', call('a') + call('b')],
    ['an open element', '<methodCall><methodName>a</methodName>'],
    ['an element out of place', call('a', '<param/>')],
    ['an unknown element', call('a', param('<evil>1</evil>'))],
    ['text out of place', call('a', '<params>text</params>')],
    ['two values in one', call('a', param('<int>1</int><int>2</int>'))],
    ['text beside a value', call('a', param('1<int>2</int>'))],
    ['a number that is none', call('a', param('<int>1x</int>'))],
    ['a number without digits', call('a', param('<int></int>'))],
    ['a number without end', call('a', param(`<int>${'9'.repeat(400)}</int>`))],
    ['a boolean that is none', call('a', param('<boolean>yes</boolean>'))],
    ['depth', call('a', param(`${'<array><data><value>'.repeat(50)}`))],
    ['width', call('a', param(`<array><data>${'<value>a</value>'.repeat(6_000)}</data></array>`))],
  ])('that is %s is refused', (_what, xml) => {
    expect(() => parseCall(xml)).toThrow(
      expect.objectContaining({ code: -32_700, message: expect.stringMatching(/^parse error; /) }),
    )
  })
})
