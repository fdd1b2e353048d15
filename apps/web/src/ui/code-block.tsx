import styles from './code-block.module.css'
import { CopyButton } from './copy-button.tsx'

/** Lines to copy into a terminal or a file. `label` names them. */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <div className={styles.block}>
      {/* Long lines are scrolled, with the keyboard as well. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role */}
      <pre tabIndex={0} role="group" aria-label={label} dir="ltr">
        <code>{code}</code>
      </pre>
      <CopyButton text={code} what={label} />
    </div>
  )
}
