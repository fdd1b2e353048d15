import { createAccount, createToken, type Person } from './accounts.ts'
import { sdist, wheel, type Distribution } from './distributions.ts'
import { upload } from './python.ts'
import type { RunningIndex } from './start-server.ts'

export type World = {
  person: Person
  /** Has every kind of content: two releases, a wheel and an sdist, a README with all it may have. */
  project: string
  /** The newer of its releases. */
  version: string
  older: string
}

const README = `# Sample

Everything that a README may have, in one place. See [the docs](https://example.org/docs).

![build: passing](https://example.org/badge.svg)

## Code

\`\`\`python
# A comment
@cached
def greet(name: str = "world", *, times: int = 3) -> None:
    """Say hello."""
    for _ in range(times):
        print(f"Hello, {name}!")
\`\`\`

\`\`\`console
$ pip install sample  # installs it
\`\`\`

\`\`\`toml
[project]
name = "sample"
version = "1.0"
requires-python = ">=3.11"
\`\`\`

A line of code that is so long that no telephone has room for it:

    ${'a_rather_long_name_of_a_function(with_an_argument_that_is_long_too)'.repeat(4)}

## Table

| Option | Default | What it does |
| --- | ---: | --- |
| \`--verbose\` | off | Prints every step, and the time that each of them took |
| \`--jobs\` | 4 | How many at once |

## Lists

- [x] done
- [ ] not yet

1. first
2. second

> A quotation, with \`code\` and **weight**.

> [!WARNING]
> Be careful with this.

Term<kbd>Ctrl</kbd>. ${'Averyveryverylongwordwithoutanyplacetobreak'.repeat(4)}

<details><summary>More</summary>

Hidden at first.

</details>
`

/** The files of both releases of a sample project. */
export function sampleDistributions(name: string): Distribution[] {
  const readme = { summary: 'A sample of everything', readme: README }
  return [
    wheel(name, '1.0', { summary: 'The first one' }),
    wheel(name, '1.1', readme),
    sdist(name, '1.1', { ...readme, readmeType: 'text/markdown' }),
  ]
}

/** Somebody with a project, uploaded by `twine`. */
export async function makeWorld(server: RunningIndex, name: string): Promise<World> {
  const person = await createAccount(server)
  const token = await createToken(server, person)
  await upload(server, token, sampleDistributions(name))
  return { person, project: name, version: '1.1', older: '1.0' }
}
