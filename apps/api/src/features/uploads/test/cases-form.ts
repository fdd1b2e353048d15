import { formRow, OK, row, type Case } from './case.ts'
import { sdist, wheel } from './make-distribution.ts'
import { formOf } from '../../../test/wheels.ts'

const BAD = 400
const BROKEN_RST =
  'Title\n====\n\n.. code-block::\n\nnothing::\n\n.. unknown-directive:: x\n\n`broken <\n'

/** Form and metadata, cases 10 to 30: each change is made to the form of an otherwise good upload. */
export const FORM_CASES: readonly Case[] = [
  formRow('10', 'protocol_version=2', [BAD, 'protocol version'], { protocol_version: '2' }),
  formRow('10a', 'no protocol_version', OK, { protocol_version: undefined }),
  formRow('11', 'no name', [BAD, 'name'], { name: undefined }),
  formRow('12a', 'name with a line end', [BAD, 'letter or numeral'], { name: 'foo\n' }),
  formRow('12b', 'name -foo', [BAD, 'letter or numeral'], { name: '-foo' }),
  formRow('12c', 'name föö', [BAD, 'letter or numeral'], { name: 'föö' }),
  formRow('13a', 'version dog', [BAD, "invalid for 'version'"], { version: 'dog' }),
  formRow('13b', 'version 1.0.dev.a1', [BAD, "invalid for 'version'"], { version: '1.0.dev.a1' }),
  formRow('13c', 'no version', [BAD, 'version'], { version: undefined }),
  formRow('14', 'version 1.0+local', [BAD, 'local versions'], { version: '1.0+local' }),
  formRow('15a', 'metadata_version 99', [BAD, 'metadata-version'], { metadata_version: '99' }),
  formRow('15b', 'metadata_version 99 beside other errors', [BAD, 'metadata-version'], {
    metadata_version: '99',
    version: 'dog',
    summary: 'x'.repeat(513),
  }),
  formRow('15c', 'no metadata_version', [BAD, 'metadata-version'], { metadata_version: undefined }),
  formRow('15d', 'two errors: the first by name', [BAD, 'author-email'], {
    summary: 'x'.repeat(513),
    author_email: 'Foo <test>',
  }),
  formRow('16a', 'no filetype', [BAD, 'required'], { filetype: undefined }),
  formRow('16b', 'filetype bdist_wat', [BAD, 'known file type'], { filetype: 'bdist_wat' }),
  formRow('16c', 'filetype bdist_egg', [BAD, 'known file type'], { filetype: 'bdist_egg' }),
  formRow('17', 'wheel without pyversion', [BAD, 'python version'], { pyversion: undefined }),
  row('18a', 'sdist with pyversion 1.0', [BAD, 'source'], (world) =>
    world.send(sdist(world.name), { fields: { pyversion: '1.0' } }),
  ),
  row('18b', 'sdist without pyversion', OK, (world) =>
    world.send(sdist(world.name), { fields: { pyversion: undefined } }),
  ),
  row('18c', 'sdist with an empty pyversion', OK, (world) =>
    world.send(sdist(world.name), { fields: { pyversion: '' } }),
  ),
  formRow('19a', 'no digest', [BAD, 'digest'], { sha256_digest: undefined }),
  formRow('19b', 'sha256 of a bad shape', [BAD, 'sha256_digest'], { sha256_digest: 'abc' }),
  formRow('19c', 'blake2 of a bad shape', [BAD, 'blake2_256'], { blake2_256_digest: 'abc' }),
  formRow('19d', 'wrong sha256', [BAD, 'does not match'], { sha256_digest: '0'.repeat(64) }),
  formRow('19e', 'wrong blake2 beside a right sha256', [BAD, 'does not match'], {
    blake2_256_digest: '0'.repeat(64),
  }),
  formRow('19f', 'wrong md5', [BAD, 'does not match'], { md5_digest: '0'.repeat(32) }),
  formRow('20a', 'summary of 513 characters', [BAD, 'summary'], { summary: 'x'.repeat(513) }),
  formRow('20b', 'summary of two lines', [BAD, 'summary'], { summary: 'a\nb' }),
  formRow('20c', 'summary of 512 characters', OK, { summary: 'x'.repeat(512) }),
  formRow('21a', 'unknown classifier', [BAD, 'classifier'], { classifiers: 'Nothing :: At all' }),
  formRow(
    '21b',
    'deprecated classifier',
    [BAD, 'deprecated'],
    {
      classifiers: 'Natural Language :: Ukranian',
    },
    {
      also: async (_world, { statusText }) =>
        statusText.includes('Natural Language :: Ukrainian') ? undefined : 'names no replacement',
    },
  ),
  formRow('21c', 'Private :: Do Not Upload', [BAD, 'classifier'], {
    classifiers: 'Private :: Do Not Upload',
  }),
  formRow('22a', 'author_email Foo <test>', [BAD, 'email'], { author_email: 'Foo <test>' }),
  formRow('22b', 'author_email Foo <>', OK, { author_email: 'Foo <>' }),
  formRow('22c', 'home_page irc://', [BAD, 'url'], { home_page: 'irc://irc.example.org/x' }),
  formRow('22d', 'download_url without a scheme', [BAD, 'url'], { download_url: 'example.org' }),
  formRow('23a', 'requires_dist with a URL', [BAD, 'direct dependency'], {
    requires_dist: 'a @ https://example.org/a.whl',
  }),
  formRow('23b', 'requires_dist that cannot be read', [BAD, 'requires-dist'], {
    requires_dist: 'a ==== 1',
  }),
  formRow('24a', 'license and license_expression', [BAD, 'license'], {
    metadata_version: '2.4',
    license: 'MIT',
    license_expression: 'MIT',
  }),
  formRow('24b', 'license_expression FOO', [BAD, 'license-expression'], {
    metadata_version: '2.4',
    license_expression: 'FOO',
  }),
  formRow('24c', 'license_expression MIT OR Apache-2.0', OK, {
    metadata_version: '2.4',
    license_expression: 'MIT OR Apache-2.0',
  }),
  formRow('25', 'license_expression under 2.1', [BAD, 'introduced'], {
    metadata_version: '2.1',
    license_expression: 'MIT',
  }),
  formRow('26a', 'project_urls ","', [BAD, 'project-url'], { project_urls: ',' }),
  formRow('26b', 'label of 33 characters', [BAD, 'label'], {
    project_urls: `${'x'.repeat(33)}, https://example.org`,
  }),
  formRow('26c', 'label without URL', [BAD, 'url'], { project_urls: 'IRC,' }),
  formRow('26d', 'project URL irc://', [BAD, 'url'], { project_urls: 'IRC, irc://example.org' }),
  formRow('26e', 'same label twice', [BAD, 'twice'], {
    project_urls: ['Docs, https://example.org/a', 'Docs, https://example.org/b'],
  }),
  formRow('26f', 'two summary fields', [BAD, 'once'], { summary: ['a', 'b'] }),
  formRow('26g', 'label of 32 characters', OK, {
    project_urls: `${'x'.repeat(32)}, https://example.org`,
  }),
  formRow('27a', 'description type text/html', [BAD, 'content-type'], {
    description_content_type: 'text/html',
  }),
  formRow('27b', 'markdown of a foreign variant', [BAD, 'variant'], {
    description_content_type: 'text/markdown; variant=XX',
  }),
  formRow('27c', 'broken reST without a type', [BAD, 'failed to render'], {
    description: BROKEN_RST,
  }),
  formRow('27d', 'the same as text/plain', OK, {
    description: BROKEN_RST,
    description_content_type: 'text/plain',
  }),
  row('27e', 'broken reST in the file too', [BAD, 'failed to render'], (world) =>
    world.send(wheel(world.name, '1.0', { body: BROKEN_RST }), {
      fields: { description: BROKEN_RST },
    }),
  ),
  row('28', 'summary as a file part', [BAD, 'tuple'], (world) =>
    world.send(wheel(world.name), {
      parts: [
        { name: 'summary', value: 'x', filename: 'summary.txt' },
        ...formOf(wheel(world.name)),
      ],
    }),
  ),
  row('28a', 'gpg_signature as a file part', OK, (world) =>
    world.send(wheel(world.name), {
      parts: [
        { name: 'gpg_signature', value: 'x', filename: 'x.asc' },
        ...formOf(wheel(world.name)),
      ],
    }),
  ),
  formRow('29a', 'license UNKNOWN', OK, { license: 'UNKNOWN', home_page: ' UNKNOWN ' }),
  formRow('29b', 'version UNKNOWN', [BAD, 'version'], { version: 'UNKNOWN' }),
  formRow('29c', 'empty fields', OK, { requires_python: '', home_page: '', classifiers: '' }),
  row('30', 'no content part', [BAD, 'does not have a file'], (world) =>
    world.send(wheel(world.name), { parts: formOf(wheel(world.name)).slice(0, -1) }),
  ),
]
