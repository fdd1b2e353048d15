import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { publishingTools, writeProject } from './publishing-tools.ts'
import { openPythonTools, type PythonTools } from './python-tools.ts'
import { readProject } from './read-project.ts'
import { startWheelhouse, type Wheelhouse } from './start-wheelhouse.ts'
import { oneDatabase } from './test-databases.ts'

let server: Wheelhouse
let tools: PythonTools

beforeAll(async () => {
  server = await startWheelhouse(await oneDatabase().create())
  tools = await openPythonTools(server.folder)
})

afterAll(() => server.close())

describe.each(publishingTools)('uploading with $name', (tool) => {
  const name = `wh-by-${tool.name.replace(' ', '-')}`
  const folderOf = (project: string) => path.join(server.folder, 'projects', tool.name, project)

  async function build(project: string, text: string): Promise<void> {
    await writeProject(folderOf(project), project, tool.tables, text)
    await tool.build(tools, folderOf(project))
  }

  const publish = (project: string, token = server.token) =>
    tool.publish(tools, folderOf(project), { uploadUrl: server.uploadUrl, token })

  const listed = async () =>
    Object.fromEntries(
      (await readProject(server.indexUrl, name)).map((file) => [file.filename, file.sha256]),
    )

  test('a wrong token is called one', async () => {
    await build(name, 'first')
    const { code, output } = await publish(name, `wh_${'x'.repeat(49)}`)
    expect(code).not.toBe(0)
    expect(output).toContain('the API token is mistyped, unknown, expired, revoked')
    expect(await listed()).toStrictEqual({})
  })

  test('wheel and source distribution arrive as they were built', async () => {
    const { code, output } = await publish(name)
    expect({ code, output }).toMatchObject({ code: 0 })
    const built = await digestsIn(path.join(folderOf(name), 'dist'))
    expect(Object.keys(built)).toHaveLength(2)
    expect(await listed()).toStrictEqual(built)
  })

  test('the same files again are no mistake', async () => {
    const before = await listed()
    const { code, output } = await publish(name)
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(await listed()).toStrictEqual(before)
  })

  test('other content under the same name is refused, with the reason', async () => {
    const before = await listed()
    await build(name, 'second')
    const { code, output } = await publish(name)
    expect(code).not.toBe(0)
    expect(output).toContain('with other content). Use a new version or build number.')
    expect(await listed()).toStrictEqual(before)
  })

  test('a name that is not allowed is refused, with the reason', async () => {
    await build('wave', 'first')
    const { code, output } = await publish('wave')
    expect(code).not.toBe(0)
    expect(output).toContain('it is the name of a module in the Python standard library')
    expect(await readProject(server.indexUrl, 'wave')).toStrictEqual([])
  })
})

/** SHA-256 by file name. */
async function digestsIn(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).filter((name) => /\.(whl|tar\.gz)$/.test(name))
  const entries = names.map(async (name) => {
    const bytes = await readFile(path.join(folder, name))
    return [name, createHash('sha256').update(bytes).digest('hex')] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}
