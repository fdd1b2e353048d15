import path from 'node:path'
import type { PythonTools } from './python-tools.ts'

export type VirtualEnvironment = {
  /** Its interpreter. */
  readonly python: string
  /** Version by normalized name of what is installed in it. */
  installed(): Promise<Record<string, string>>
}

const LIST = `
import importlib, importlib.metadata, json, re
normalize = lambda name: re.sub("[-_.]+", "-", name).lower()
found = {normalize(d.metadata["Name"]): d.version for d in importlib.metadata.distributions()}
for name, version in found.items():
    assert importlib.import_module(name.replace("-", "_")).__version__ == version
print(json.dumps(found))
`

/** A fresh environment with nothing in it, not even pip: installers work on it from outside. */
export async function createVirtualEnvironment(
  tools: PythonTools,
  folder: string,
): Promise<VirtualEnvironment> {
  await tools.expectRun('python', ['-m', 'venv', '--without-pip', '--clear', folder])
  const python = path.join(folder, 'bin/python')
  return {
    python,
    installed: async () =>
      JSON.parse(await tools.expectRun(python, ['-c', LIST])) as Record<string, string>,
  }
}
