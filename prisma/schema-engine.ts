import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

export type SchemaEngine = engine.SchemaEngine

let loaded = false

/**
 * Prisma's own schema engine, compiled to WebAssembly. The package's entry imports its .wasm file
 * as a module, which Node does not do; so the same three steps are done here.
 */
function loadEngine(): void {
  if (loaded) return
  // Where the engine leaves the words of a panic, which else end as "unreachable".
  const panics = { set_message: (message: string) => process.stderr.write(`${message}\n`) }
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: panics })
  const require = createRequire(import.meta.url)
  const path = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/js$/, 'wasm')
  const module = new WebAssembly.Module(readFileSync(path))
  const instance = new WebAssembly.Instance(module, {
    './schema_engine_bg.js': withUnheldTimers(engine as unknown as WebAssembly.ModuleImports),
  })
  engine.__wbg_set_wasm(instance.exports)
  ;(instance.exports as { __wbindgen_start(): void }).__wbindgen_start()
  loaded = true
}

/** The engine leaves a timer of ten seconds behind, for which a process that is done must not wait. */
function withUnheldTimers(imports: WebAssembly.ModuleImports): WebAssembly.ModuleImports {
  const name = Object.keys(imports).find((key) => key.startsWith('__wbg_setTimeout_'))
  if (name === undefined) return imports
  const unheld = (callback: () => void, delay: number) => setTimeout(callback, delay >>> 0).unref()
  return { ...imports, [name]: unheld }
}

const INTERNAL_CHAR_OID = 18
const TEXT_OID = 25

/**
 * The adapter refuses the catalogue's `"char"` columns, which the engine asks for: they pass it as
 * text and are named characters in what comes out. One connection, so one query at a time.
 */
function catalogueCharReader(pool: pg.Pool): (adapter: SqlDriverAdapter) => SqlDriverAdapter {
  let charColumns: number[] = []
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryResult>
  pool.query = (async (...args: unknown[]) => {
    const result = await query(...args)
    charColumns = (result.fields ?? []).flatMap((field, index) =>
      field.dataTypeID === INTERNAL_CHAR_OID ? [index] : [],
    )
    for (const index of charColumns) result.fields[index]!.dataTypeID = TEXT_OID
    return result
  }) as typeof pool.query

  return (adapter) => {
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async (statement) => {
      const result = await queryRaw(statement)
      const columnTypes = result.columnTypes.map((type, index) =>
        charColumns.includes(index) ? ColumnTypeEnum.Character : type,
      )
      return { ...result, columnTypes }
    }
    return adapter
  }
}

/**
 * Adapters split a script at every semicolon, which breaks `$$` bodies and leaves half a file
 * behind. Ours sends the whole file as one simple query on the one connection: PostgreSQL runs it
 * as one transaction.
 */
function wholeScripts(
  pool: pg.Pool,
  onFailure: (error: unknown) => void,
): SqlMigrationAwareDriverAdapterFactory {
  const readCatalogueChars = catalogueCharReader(pool)
  const factory = new PrismaPg(pool)
  const connect = async () => {
    const adapter = await factory.connect()
    adapter.executeScript = async (script: string) => {
      await pool.query(script).catch((error: unknown) => {
        onFailure(error)
        throw error
      })
    }
    return readCatalogueChars(adapter)
  }
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect,
    // Only `diff` asks for it, on an empty database of its own.
    connectToShadowDb: connect,
  }
}

/**
 * Runs `work` with a schema engine on one connection to `url`, and closes both after it.
 * `hold` runs first on that connection (an advisory lock). `refusal` is the database's own error for
 * the last script that it refused: what the engine throws does not say it.
 */
export async function withSchemaEngine<Result>(
  connection: pg.PoolConfig,
  hold: string,
  work: (engine: SchemaEngine, refusal: () => Error | undefined) => Promise<Result>,
): Promise<Result> {
  loadEngine()
  const pool = new pg.Pool({ ...connection, max: 1, idleTimeoutMillis: 0 })
  let refused: Error | undefined
  try {
    await pool.query(hold)
    const schemaEngine = await engine.SchemaEngine.new(
      { datamodels: undefined },
      () => {},
      bindMigrationAwareSqlAdapterFactory(
        wholeScripts(pool, (error) => {
          refused = error instanceof Error ? error : undefined
        }),
      ),
    )
    try {
      return await work(schemaEngine, () => refused)
    } finally {
      schemaEngine.free()
    }
  } finally {
    await pool.end()
  }
}
