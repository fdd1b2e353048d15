/**
 * What may appear in a rendered description: PyPI's list (readme_renderer 46, `clean.py`) and a few
 * harmless tags that Markdown and reStructuredText writers use (`samp`, `s`, `ins`, `tfoot`,
 * `source` inside `picture`).
 */
export const ALLOWED_TAGS: readonly string[] = (
  'a abbr acronym aside b blockquote br caption cite code col colgroup dd del details div dl ' +
  'dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd li nav ol p picture pre s ' +
  'samp section source span strike strong sub summary sup table tbody td tfoot th thead tr tt ' +
  'ul var'
).split(' ')

/** Tag to attributes; `*` is for all tags. Values are checked in `sanitize-attributes.ts`. */
export const ALLOWED_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  '*': ['id', 'class', 'dir'],
  a: ['href', 'title', 'rel'],
  abbr: ['title'],
  acronym: ['title'],
  details: ['open'],
  div: ['align'],
  h1: ['align'],
  h2: ['align'],
  h3: ['align'],
  h4: ['align'],
  h5: ['align'],
  h6: ['align'],
  img: ['src', 'alt', 'title', 'width', 'height', 'align', 'loading', 'referrerpolicy'],
  input: ['type', 'checked', 'disabled'],
  ol: ['start'],
  p: ['align'],
  source: ['srcset', 'media'],
  table: ['align'],
  td: ['align', 'colspan', 'rowspan', 'width'],
  th: ['align', 'colspan', 'rowspan', 'width'],
}

/** Classes of Pygments' short form; Markdown code is highlighted into the same ones. */
const TOKEN_CLASSES =
  'bp c c1 ch cm cp cpf cs dl err esc fm g gd ge ges gh gi go gp gr gs gt gu il k kc kd kn kp kr ' +
  'kt l ld m mb mf mh mi mo n na nb nc nd ne nf ni nl nn no nt nv nx o ow p pm py s s1 s2 sa sb ' +
  'sc sd se sh si sr ss sx vc vg vi vm w x'

/** Classes with which docutils tells parts of a document apart. */
const DOCUTILS_CLASSES =
  'admonition admonition-title align-bottom align-center align-default align-left align-middle ' +
  'align-right align-top arabic attention attribution auto-toc backrefs brackets caption caution ' +
  'citation citation-list citation-reference code compound container contents danger docinfo ' +
  'doctest doctest-block epigraph error field-list figure footnote footnote-list ' +
  'footnote-reference highlights hint image-reference important label legend line line-block ' +
  'literal literal-block local loweralpha lowerroman math note option option-list parsed-literal ' +
  'pull-quote rubric run-in sectnum sidebar sidebar-title simple superscript target tip toc-backref ' +
  'topic topic-title upperalpha upperroman warning'

/** Classes of GitHub's Markdown: alerts, task lists, footnotes. */
const MARKDOWN_CLASSES =
  'contains-task-list task-list-item footnote-ref footnote-backref footnote-item footnotes ' +
  'footnotes-list footnotes-sep markdown-alert markdown-alert-caution markdown-alert-important ' +
  'markdown-alert-note markdown-alert-tip markdown-alert-title markdown-alert-warning'

/**
 * Any other class is dropped: a description must not be able to put on the page's own styles.
 * `language-…` is allowed beside these.
 */
export const ALLOWED_CLASSES: ReadonlySet<string> = new Set(
  `${TOKEN_CLASSES} ${DOCUTILS_CLASSES} ${MARKDOWN_CLASSES}`.split(' '),
)
