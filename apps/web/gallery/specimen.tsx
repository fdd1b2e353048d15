import type { CSSProperties, ReactNode } from 'react'

const ROW: CSSProperties = {
  display: 'flex',
  flexWrap: 'wrap',
  gap: '1rem',
  marginBlock: '0.75rem',
}
const COLUMN: CSSProperties = {
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr)',
  gap: '1.25rem',
  marginBlock: '0.75rem',
}

/** Components of one kind under their heading. */
export function Specimens({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section style={{ marginBlockStart: '2rem' }}>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

/** States beside each other, where there is room. */
export const Row = ({ children }: { children: ReactNode }) => <div style={ROW}>{children}</div>

/** States below each other. */
export const Column = ({ children }: { children: ReactNode }) => (
  <div style={COLUMN}>{children}</div>
)
