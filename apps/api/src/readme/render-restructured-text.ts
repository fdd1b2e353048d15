import { readFile } from 'node:fs/promises'
import type { PyodideAPI } from 'pyodide'
import { findPythonArchives, loadPython } from './python-archives.ts'

/** What docutils made of the text: HTML that is **not yet safe**, or why it refused, in a sentence. */
export type RestructuredText =
  | { readonly html: string }
  | { readonly error: string }
  | { readonly outOfMemory: true }

type PythonRender = (text: string) => string

const WASM_PAGE = 65_536

// oxlint-disable-next-line typescript/unbound-method -- it is called with its object below
const growMemory = WebAssembly.Memory.prototype.grow

let python: Promise<PythonRender> | undefined
let wasmBytes = 0

/**
 * Starts Python and imports docutils, once per thread; later calls return at once. `memoryMb` is
 * what the interpreter may take, in MiB; it starts with about 40.
 */
export async function loadRestructuredText(memoryMb: number): Promise<PythonRender> {
  python ??= startPython(memoryMb * 1024 * 1024)
  return await python
}

/**
 * Renders reStructuredText with docutils under Pyodide, without network, files or environment.
 * An interpreter that crashed or grew beyond half of its memory is dropped, for it never shrinks
 * again; the next load starts a new one.
 */
export async function renderRestructuredText(
  text: string,
  memoryMb: number,
): Promise<RestructuredText> {
  const render = await loadRestructuredText(memoryMb)
  try {
    const result = JSON.parse(render(text)) as RestructuredText
    if (wasmBytes > memoryMb * 512 * 1024) python = undefined
    return result
  } catch {
    python = undefined
    return { error: 'docutils gave up on this text' }
  }
}

async function startPython(maxBytes: number): Promise<PythonRender> {
  const source = await readFile(new URL('restructured_text.py', import.meta.url), 'utf8')
  const archives = await findPythonArchives((python) => warmUp(python, source))
  capWasmMemory(maxBytes)
  wasmBytes = 0
  return warmUp(await loadPython(archives), source)
}

/** The first document loads the parser's tables and a lexer: not on the first reader's budget. */
function warmUp(python: PyodideAPI, source: string): PythonRender {
  python.runPython(source)
  const render = python.globals.get('render') as PythonRender
  render('Title\n=====\n\n.. code-block:: python\n\n   import os\n')
  return render
}

/**
 * The worker's resource limits cover V8's heap only; WebAssembly memory lies outside of it. Growth
 * goes through this method, so Python gets a MemoryError where the limit is reached.
 */
function capWasmMemory(maxBytes: number): void {
  WebAssembly.Memory.prototype.grow = function growWithinLimit(pages) {
    const wanted = this.buffer.byteLength + pages * WASM_PAGE
    if (wanted > maxBytes) throw new RangeError('WebAssembly memory limit')
    wasmBytes = wanted
    return growMemory.call(this, pages)
  }
}
