/**
 * Writes classifiers.json from the `trove-classifiers` package installed for `python3`:
 * `python3 -m pip install --upgrade trove-classifiers && node update-classifiers.ts [python]`.
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

const SCRIPT = `
import importlib.metadata, json, trove_classifiers
print(json.dumps({
    "source": "trove-classifiers",
    "version": importlib.metadata.version("trove-classifiers"),
    "classifiers": sorted(trove_classifiers.classifiers),
    "deprecated": dict(sorted(trove_classifiers.deprecated_classifiers.items())),
}, indent=1))
`

const python = process.argv[2] ?? 'python3'
const json = execFileSync(python, ['-c', SCRIPT], { encoding: 'utf8' })
writeFileSync(new URL('classifiers.json', import.meta.url), json)
