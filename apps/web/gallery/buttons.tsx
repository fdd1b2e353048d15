import { Trash2 } from 'lucide-react'
import { Button, ButtonLink, IconButton } from '../src/ui/button.tsx'
import { CopyButton } from '../src/ui/copy-button.tsx'
import { Disclosure } from '../src/ui/disclosure.tsx'
import { ExternalLink, Link } from '../src/ui/link.tsx'
import { Menu } from '../src/ui/menu.tsx'
import { SkipLink } from '../src/ui/skip-link.tsx'
import { Row, Specimens } from './specimen.tsx'

const VARIANTS = ['primary', 'secondary', 'quiet', 'danger'] as const
const nothing = () => {}

export function Buttons() {
  return (
    <Specimens title="Buttons and links">
      {(['normal', 'small'] as const).map((size) => (
        <Row key={size}>
          {VARIANTS.map((variant) => (
            <Button key={variant} variant={variant} size={size}>
              {variant}
            </Button>
          ))}
        </Row>
      ))}
      <Row>
        <Button variant="primary" pending>
          Pending
        </Button>
        <Button disabledReason="There is nothing to save yet">With a reason</Button>
        <Button icon={<Trash2 size={18} aria-hidden="true" />}>With a picture</Button>
        <IconButton label="Delete the file">
          <Trash2 size={18} aria-hidden="true" />
        </IconButton>
        <ButtonLink to="/">A link as a button</ButtonLink>
        <CopyButton text="copied" what="this" />
      </Row>
      <Row>
        <Disclosure label="Open a panel">{() => <p>What is behind the button</p>}</Disclosure>
        <Menu
          label="Acts on tiny"
          actions={[
            { id: 'edit', label: 'Edit', onAction: nothing },
            { id: 'delete', label: 'Delete', danger: true, onAction: nothing },
          ]}
        />
        <Link to="/search">A link inside</Link>
        <ExternalLink href="https://example.org/">A link to another site</ExternalLink>
        <SkipLink />
      </Row>
    </Specimens>
  )
}
