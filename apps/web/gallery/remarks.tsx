import { UiError } from '../src/api/ui-error.ts'
import { announce } from '../src/ui/announcer.tsx'
import { Badge } from '../src/ui/badge.tsx'
import { Button } from '../src/ui/button.tsx'
import { Callout } from '../src/ui/callout.tsx'
import { Skeleton } from '../src/ui/skeleton.tsx'
import { RequestId } from '../src/ui/request-id.tsx'
import { EmptyState, ErrorState } from '../src/ui/states.tsx'
import { showToast } from '../src/ui/toast.tsx'
import { VisuallyHidden } from '../src/ui/visually-hidden.tsx'
import { Column, Row, Specimens } from './specimen.tsx'

const TONES = ['info', 'success', 'warning', 'danger'] as const
const nothing = () => {}

export function Remarks() {
  return (
    <Specimens title="Remarks and states">
      <Row>
        {(['neutral', ...TONES] as const).map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
      </Row>
      <Column>
        {TONES.map((tone) => (
          <Callout
            key={tone}
            tone={tone}
            title={`A remark: ${tone}`}
            actions={<Button size="small">Do it</Button>}
          >
            What there is to say about it.
          </Callout>
        ))}
        <EmptyState title="There is nothing here" action={<Button>Begin</Button>}>
          Why there is nothing, and what to do.
        </EmptyState>
        <ErrorState error={new UiError('network', 'no answer')} onRetry={nothing} />
        <ErrorState error={new UiError('internal', 'a fault', { requestId: 'a1b2c3' })} />
        <RequestId id="a1b2c3" />
        <Skeleton lines={3} />
      </Column>
      <Row>
        <Button onClick={() => showToast('It is done', nothing)}>
          Show a toast with a way back
        </Button>
        <Button onClick={() => announce('Something changed')}>Say something</Button>
        <p>
          Read out only: <VisuallyHidden>words that are not seen</VisuallyHidden>
        </p>
      </Row>
    </Specimens>
  )
}
