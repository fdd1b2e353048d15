import { setImmediate as nextTurn } from 'node:timers/promises'
import { isValidName, normalizeName } from '@wheelhouse/shared-types/python'
import type { Db } from '../../infra/db/database.ts'
import type { XmlRpcCall, XmlRpcValue } from './parse-call.ts'
import { presentChange } from './present-change.ts'
import { writeMember, writeValue } from './write-answer.ts'
import { FAULTS, XmlRpcFault } from './xml-rpc-fault.ts'
import {
  listChanges,
  listClassified,
  listPeople,
  listProjectsOf,
  listSerials,
  ROWS_AT_ONCE,
} from './xml-rpc.queries.ts'

/** The value of an answer in pieces; the first piece comes once the database has answered. */
export type Answer = AsyncIterable<string>

/** Rows of one answer, as on PyPI: who wants more asks again from the last serial on. */
const MOST_ROWS = 50_000
/** PyPI knows fewer. */
const MOST_CLASSIFIERS = 100

const ROLES = { owner: 'Owner', maintainer: 'Maintainer' } as const

type ParameterKind = 'string' | 'int' | 'strings'
type Method = {
  readonly takes: readonly ParameterKind[]
  /** Whether an answer may have many rows. */
  readonly isLong: boolean
  readonly run: (db: Db, params: readonly XmlRpcValue[]) => Answer
}

const METHODS: Readonly<Record<string, Method>> = {
  changelog_last_serial: {
    takes: [],
    isLong: false,
    run: async function* lastSerial(db) {
      const { serial } = await db.indexClock.findUniqueOrThrow({ where: { id: 1 } })
      yield writeValue(Number(serial))
    },
  },
  changelog_since_serial: {
    takes: ['int'],
    isLong: true,
    run: (db, [after]) => writeChanges(db, after as number),
  },
  list_packages_with_serial: { takes: [], isLong: true, run: (db) => writeSerials(db) },
  package_roles: {
    takes: ['string'],
    isLong: false,
    run: async function* packageRoles(db, [name]) {
      const isName = isValidName(name as string)
      const people = isName ? await listPeople(db, normalizeName(name as string)) : []
      yield writeValue(people.map((person) => [ROLES[person.role], person.name]))
    },
  },
  user_packages: {
    takes: ['string'],
    isLong: false,
    run: async function* userPackages(db, [username]) {
      const projects = await listProjectsOf(db, username as string)
      yield writeValue(projects.map((project) => [ROLES[project.role], project.name]))
    },
  },
  browse: {
    takes: ['strings'],
    isLong: true,
    run: (db, [classifiers]) => writeClassified(db, classifiers as readonly string[]),
  },
}

/** What PyPI answered once, and where the same is now. */
const WITHDRAWN: Readonly<Record<string, string>> = {
  search: 'Search in a browser at /search',
  list_packages: 'Read /simple/ as application/vnd.pypi.simple.v1+json',
  package_releases: 'Read /simple/<name>/ as application/vnd.pypi.simple.v1+json',
  release_urls: 'Read /pypi/<name>/<version>/json',
  release_data: 'Read /pypi/<name>/<version>/json',
  package_urls: 'Read /pypi/<name>/<version>/json',
  package_data: 'Read /pypi/<name>/<version>/json',
  changelog: 'Call changelog_since_serial',
  top_packages: 'Nothing stands in its place',
  'system.multicall': 'Send one call in a request',
}

/**
 * The method that a call names.
 * @throws XmlRpcFault for withdrawn and unknown methods and for parameters that it does not take.
 */
export function findMethod({ method, params }: XmlRpcCall): Method {
  if (Object.hasOwn(WITHDRAWN, method)) {
    const instead = WITHDRAWN[method]!
    throw new XmlRpcFault(
      FAULTS.refused,
      `RuntimeError: ${method} is not answered any more. ${instead}.`,
    )
  }
  if (!Object.hasOwn(METHODS, method)) {
    throw new XmlRpcFault(FAULTS.unknownMethod, 'server error; requested method not found')
  }
  const found = METHODS[method]!
  const { takes } = found
  if (params.length !== takes.length || !takes.every((kind, at) => isKind(params[at]!, kind))) {
    const wanted = takes.length === 0 ? 'nothing' : takes.join(', ')
    throw new XmlRpcFault(FAULTS.wrongParameters, `client error; ${method} takes ${wanted}`)
  }
  return found
}

function isKind(value: XmlRpcValue, kind: ParameterKind): boolean {
  switch (kind) {
    case 'int':
      return typeof value === 'number'
    case 'string':
      return typeof value === 'string'
    case 'strings':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
  }
}

async function* writeChanges(db: Db, since: number): Answer {
  let after = BigInt(since)
  let rows = 0
  let open = '<value><array><data>\n'
  while (rows < MOST_ROWS) {
    const changes = await listChanges(db, after)
    yield open + changes.map((change) => writeValue(presentChange(change))).join('')
    open = ''
    rows += changes.length
    if (changes.length < ROWS_AT_ONCE) break
    after = changes.at(-1)!.serial
  }
  yield '</data></array></value>\n'
}

async function* writeClassified(db: Db, classifiers: readonly string[]): Answer {
  const wanted = [...new Set(classifiers)]
  const isAnswered = wanted.length > 0 && wanted.length <= MOST_CLASSIFIERS
  const releases = isAnswered ? await listClassified(db, wanted, MOST_ROWS) : []
  yield '<value><array><data>\n'
  for (let from = 0; from < releases.length; from += ROWS_AT_ONCE) {
    yield releases
      .slice(from, from + ROWS_AT_ONCE)
      .map(writeValue)
      .join('')
    // There is no wait for the database here that would let others in between.
    await nextTurn()
  }
  yield '</data></array></value>\n'
}

async function* writeSerials(db: Db): Answer {
  let after = ''
  let open = '<value><struct>\n'
  for (;;) {
    const projects = await listSerials(db, after)
    yield open + projects.map(({ name, serial }) => writeMember(name, Number(serial))).join('')
    open = ''
    if (projects.length < ROWS_AT_ONCE) break
    after = projects.at(-1)!.normalizedName
  }
  yield '</struct></value>\n'
}
