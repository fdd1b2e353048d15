import { useState } from 'react'
import { Button } from '../src/ui/button.tsx'
import { ConfirmDialog } from '../src/ui/confirm-dialog.tsx'
import { Dialog } from '../src/ui/dialog.tsx'
import { Row, Specimens } from './specimen.tsx'

type Kind = 'plain' | 'confirm' | 'typed'

export function Dialogs() {
  const [open, setOpen] = useState<Kind>()
  const close = () => setOpen(undefined)
  return (
    <Specimens title="Dialogs">
      <Row>
        <Button onClick={() => setOpen('plain')}>Open a dialog</Button>
        <Button onClick={() => setOpen('confirm')}>Ask a question</Button>
        <Button onClick={() => setOpen('typed')}>Ask for a name, and fail</Button>
      </Row>
      <Dialog title="A dialog" open={open === 'plain'} onClose={close}>
        <p>The focus stays in here until it is closed.</p>
      </Dialog>
      <ConfirmDialog
        open={open === 'confirm'}
        title="Yank tiny 1.0?"
        actionLabel="Yank release"
        pendingLabel="Yanking"
        variant="primary"
        onConfirm={async () => close()}
        onClose={close}
      >
        Installers pass it over; it can be taken back.
      </ConfirmDialog>
      <ConfirmDialog
        open={open === 'typed'}
        title="Delete tiny?"
        actionLabel="Delete project"
        pendingLabel="Deleting"
        typedName="tiny"
        onConfirm={() => Promise.reject(new Error('the gallery deletes nothing'))}
        onClose={close}
      >
        This cannot be taken back.
      </ConfirmDialog>
    </Specimens>
  )
}
