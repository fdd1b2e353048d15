import { EllipsisVertical } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import styles from './menu.module.css'

export type MenuAction = { id: string; label: string; danger?: boolean; onAction: () => void }

/** Three dots that open a list of acts on one thing; `label` says on which. */
export function Menu({ label, actions }: { label: string; actions: readonly MenuAction[] }) {
  return (
    <MenuTrigger>
      <Button className={styles.button ?? ''} aria-label={label}>
        <EllipsisVertical size={18} aria-hidden="true" />
      </Button>
      <Popover className={styles.popover ?? ''} placement="bottom end">
        <AriaMenu className={styles.menu ?? ''}>
          {actions.map(({ id, label: words, danger, onAction }) => (
            <MenuItem
              key={id}
              id={id}
              className={`${styles.item} ${danger === true ? styles.danger : ''}`}
              onAction={onAction}
            >
              {words}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
