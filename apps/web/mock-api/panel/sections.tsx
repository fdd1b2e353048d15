import type { MockControls } from '../start-worker.ts'
import { DataSection } from './data-section.tsx'
import { FailureSection } from './failure-section.tsx'
import { LookSection } from './look-section.tsx'
import { MailSection } from './mail-section.tsx'
import { PersonSection } from './person-section.tsx'
import { SentinelSection } from './sentinel-section.tsx'

/** What stands in the drawer. */
export function Sections(props: { controls: MockControls; redraw: () => void }) {
  return (
    <>
      <PersonSection {...props} />
      <MailSection {...props} />
      <FailureSection {...props} />
      <LookSection {...props} />
      <DataSection {...props} />
      <SentinelSection />
    </>
  )
}
