/**
 * Writes spdx-exceptions.json from the SPDX list inside the `packaging` package installed for
 * `python3`, the list that PyPI checks against (the npm package of that name lags behind it).
 * `python3 -m pip install --upgrade packaging && node update-spdx-exceptions.ts [python]`.
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

const SCRIPT = `
import importlib.metadata, json
from packaging.licenses import _spdx
print(json.dumps({
    "source": "packaging",
    "version": importlib.metadata.version("packaging"),
    "spdx": _spdx.VERSION,
    "exceptions": sorted(entry["id"] for entry in _spdx.EXCEPTIONS.values()),
}, indent=1))
`

const python = process.argv[2] ?? 'python3'
const json = execFileSync(python, ['-c', SCRIPT], { encoding: 'utf8' })
writeFileSync(new URL('spdx-exceptions.json', import.meta.url), json)
