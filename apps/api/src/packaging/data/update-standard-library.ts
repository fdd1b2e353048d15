/**
 * Writes standard-library.json from the `stdlib-list` package installed for `python3`: the
 * normalised names (PEP 503) of every module, and of every package above it, of every Python
 * version that the list knows.
 * `python3 -m pip install --upgrade stdlib-list && node update-standard-library.ts [python]`.
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

const SCRIPT = `
import importlib.metadata, json, re, stdlib_list
names = set()
for version in stdlib_list.short_versions:
    for module in stdlib_list.stdlib_list(version):
        parts = module.split(".")
        for end in range(1, len(parts) + 1):
            name = ".".join(parts[:end]).strip("-_.")
            names.add(re.sub(r"[-_.]+", "-", name).lower())
names.discard("")
print(json.dumps({
    "source": "stdlib-list",
    "version": importlib.metadata.version("stdlib-list"),
    "pythons": stdlib_list.short_versions,
    "names": sorted(names),
}, indent=1))
`

const python = process.argv[2] ?? 'python3'
const json = execFileSync(python, ['-c', SCRIPT], { encoding: 'utf8' })
writeFileSync(new URL('standard-library.json', import.meta.url), json)
