import { useState } from 'react'
import { Part, type PartProps } from './parts.tsx'

/** The store as a file and back, its beginning again, and all settings as an address. */
export function DataSection({ controls }: PartProps) {
  const [note, setNote] = useState('')
  const address = controls.address()
  return (
    <Part title="Data and address">
      <div className="row">
        <button
          type="button"
          onClick={() => {
            controls.reset()
            location.assign(location.pathname)
          }}
        >
          Begin anew
        </button>
        <button type="button" onClick={() => saveAs('wheelhouse-mock.json', controls.exportData())}>
          Export
        </button>
      </div>
      <label>
        Import
        <input
          type="file"
          accept="application/json"
          onChange={({ target }) => {
            const [file] = target.files ?? []
            void file
              ?.text()
              .then((text) => controls.importData(text))
              .then(
                () => location.reload(),
                (error: unknown) => setNote(`Not imported: ${String(error)}`),
              )
          }}
        />
      </label>
      <label>
        Address of all this
        <input readOnly value={address} onFocus={({ target }) => target.select()} />
      </label>
      <button
        type="button"
        onClick={() => {
          void navigator.clipboard.writeText(address).then(() => setNote('The address is copied.'))
        }}
      >
        Copy the address
      </button>
      <output>{note}</output>
    </Part>
  )
}

function saveAs(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
