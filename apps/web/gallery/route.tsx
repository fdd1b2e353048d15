import { Page } from '../src/components/layout/page.tsx'
import { Buttons } from './buttons.tsx'
import { Dialogs } from './dialogs.tsx'
import { Fields } from './fields.tsx'
import { Remarks } from './remarks.tsx'
import { Structures } from './structures.tsx'

/** Every component of `src/ui` in each of its states; a test compares the imports with the folder. */
export function Component() {
  return (
    <Page title="Component gallery">
      <Buttons />
      <Fields />
      <Remarks />
      <Structures />
      <Dialogs />
    </Page>
  )
}
