import { Upload } from 'lucide-react'
import { useEffect, useRef, useState, type DragEvent, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'
import styles from './drop-zone.module.css'

const carriesFiles = (event: { dataTransfer: DataTransfer | null }): boolean =>
  event.dataTransfer?.types.includes('Files') === true

/** A place to drop files on, with a button that opens the browser's own choice of them. */
export function DropZone({
  hint,
  onFiles,
}: {
  hint: ReactNode
  onFiles: (files: readonly File[]) => void
}) {
  const t = useTranslations('upload')
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  useKeepOnPage()

  const over = (event: DragEvent) => {
    if (!carriesFiles(event)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    setIsOver(true)
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the button does the same by keyboard
    <div
      className={`${styles.zone} ${isOver ? styles.over : ''}`}
      onDragEnter={over}
      onDragOver={over}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        // Going on to a child leaves nothing.
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) {
          setIsOver(false)
        }
      }}
      onDrop={(event) => {
        if (!carriesFiles(event)) return
        event.preventDefault()
        setIsOver(false)
        onFiles([...event.dataTransfer.files])
      }}
    >
      <Upload size={28} aria-hidden="true" />
      <p className={styles.words}>{t('drop')}</p>
      <p className={styles.hint}>{hint}</p>
      <Button variant="primary" onClick={() => input.current?.click()}>
        {t('choose')}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".whl,.gz"
        aria-label={t('choose')}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])])
          // The same file may be chosen once more.
          target.value = ''
        }}
      />
    </div>
  )
}

/** A file that is dropped beside the zone would replace the page. */
function useKeepOnPage(): void {
  useEffect(() => {
    const keep = (event: globalThis.DragEvent) => {
      if (carriesFiles(event) && !event.defaultPrevented) {
        event.preventDefault()
        if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none'
      }
    }
    addEventListener('dragover', keep)
    addEventListener('drop', keep)
    return () => {
      removeEventListener('dragover', keep)
      removeEventListener('drop', keep)
    }
  }, [])
}
