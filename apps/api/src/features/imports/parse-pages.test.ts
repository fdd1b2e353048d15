import { describe, expect, test } from '@jest/globals'
import { parseHtmlPage } from './parse-html-page.ts'
import { parseJsonPage } from './parse-json-page.ts'

const AT = new URL('https://host.example/simple/demo/')

describe('the HTML form', () => {
  test('links are taken against <base>, entities and percent signs are read', () => {
    const page = parseHtmlPage(
      `<html><head><base href="https://files.example/a/"></head><body>
      <A HREF='demo-1.0%2Blocal.tar.gz#sha256=AB&amp;egg=demo' Data-Yanked>1</A>
      <a href="&#47;b/demo-1.1-py3-none-any.whl" data-yanked="" data-requires-python="">2</a></body>`,
      AT,
    )
    expect(page).toMatchObject({
      kind: 'project',
      files: [
        {
          filename: 'demo-1.0+local.tar.gz',
          place: { url: new URL('https://files.example/a/demo-1.0%2Blocal.tar.gz') },
          hashes: { sha256: 'ab' },
          yankedReason: '',
        },
        {
          filename: 'demo-1.1-py3-none-any.whl',
          place: { url: new URL('https://files.example/b/demo-1.1-py3-none-any.whl') },
          hashes: {},
          yankedReason: '',
        },
      ],
    })
  })

  test('links in comments and scripts are none', () => {
    const page = parseHtmlPage(
      `<!-- <a href="demo-1.0.tar.gz">x</a> --><script>'<a href="demo-2.0.tar.gz">'</script>`,
      AT,
    )
    expect(page).toEqual({ kind: 'project', name: undefined, files: [] })
  })

  test('a root has names; a page of version 2 is refused', () => {
    const links = '<a href="/simple/demo/">Demo</a><a href="/simple/x/">x <b>y</b></a>'
    expect(parseHtmlPage(links, AT)).toEqual({ kind: 'root', names: ['Demo', 'x y'] })
    const meta = '<meta name="pypi:repository-version" content="2.0">'
    expect(() => parseHtmlPage(`${meta}${links}`, AT)).toThrow('version 2.0')
  })
})

describe('the JSON form', () => {
  const page = (more: object, version = '1.0') =>
    parseJsonPage(JSON.stringify({ meta: { 'api-version': version }, ...more }), AT)

  test('optional fields may be absent, and yanks are true or a reason', () => {
    const file = { filename: 'demo-1.0.tar.gz', url: '../../demo-1.0.tar.gz', hashes: {} }
    const read = page({
      name: 'Demo',
      files: [
        file,
        { ...file, yanked: true, 'upload-time': '2020-01-02T03:04:05.6Z', size: 7 },
        { ...file, yanked: 'why', hashes: { sha256: 'AB' }, 'requires-python': '>=3' },
        { ...file, yanked: false, 'upload-time': 'yesterday', 'requires-python': null },
      ],
    })
    const plain = {
      filename: 'demo-1.0.tar.gz',
      place: { kind: 'url', url: new URL('https://host.example/demo-1.0.tar.gz') },
      hashes: {},
    }
    expect(read).toEqual({
      kind: 'project',
      name: 'Demo',
      files: [
        plain,
        { ...plain, yankedReason: '', uploadedAt: new Date('2020-01-02T03:04:05.6Z'), size: 7 },
        { ...plain, yankedReason: 'why', hashes: { sha256: 'ab' }, requiresPython: '>=3' },
        plain,
      ],
    })
  })

  test('other pages and other versions are refused', () => {
    expect(page({ projects: [{ name: 'Demo' }] })).toEqual({ kind: 'root', names: ['Demo'] })
    expect(() => page({ projects: [] }, '2.0')).toThrow('version 2.0')
    expect(() => page({})).toThrow('neither files nor projects')
    expect(() => parseJsonPage('{', AT)).toThrow('no JSON of a simple index')
  })
})
