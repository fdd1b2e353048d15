import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'

/** In place of a step that took too long: what to do now, with the focus. */
export function StepOver(props: {
  words: (key: 'over' | 'overTitle' | 'restart') => string
  onRestart: () => void
}) {
  const { words, onRestart } = props
  return (
    <Callout
      tone="warning"
      live
      title={words('overTitle')}
      ref={(box) => box?.focus()}
      actions={
        <Button variant="primary" onClick={onRestart}>
          {words('restart')}
        </Button>
      }
    >
      {words('over')}
    </Callout>
  )
}
