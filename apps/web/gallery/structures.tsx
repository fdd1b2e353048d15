import { Badge } from '../src/ui/badge.tsx'
import { Button } from '../src/ui/button.tsx'
import { Card, CardList } from '../src/ui/card-list.tsx'
import { CodeBlock } from '../src/ui/code-block.tsx'
import { Bytes, Day, Hash, RelativeTime } from '../src/ui/facts.tsx'
import { FirstRows } from '../src/ui/first-rows.tsx'
import { Pagination } from '../src/ui/pagination.tsx'
import { SnippetTabs } from '../src/ui/snippet-tabs.tsx'
import { Table } from '../src/ui/table.tsx'
import { RouteTabs, Tabs } from '../src/ui/tabs.tsx'
import { Column, Row, Specimens } from './specimen.tsx'

const LONG = 'a-word-that-is-longer-than-its-column-and-cannot-be-broken-anywhere-'.repeat(2)
const ROWS = [
  { id: 'tiny', size: 1_234, at: '2026-01-02T03:04:05.000Z' },
  { id: LONG, size: 98_765_432, at: '2024-12-31T23:59:59.000Z' },
]
const MANY = Array.from({ length: 120 }, (_, index) => index + 1)

export function Structures() {
  return (
    <Specimens title="Lists, tables and code">
      <Column>
        <Table
          caption="Files"
          rows={ROWS}
          rowKey={({ id }) => id}
          columns={[
            { key: 'name', header: 'Name', cell: ({ id }) => id, rowHeader: true },
            { key: 'at', header: 'Uploaded', cell: ({ at }) => <Day at={at} />, wideOnly: true },
            {
              key: 'size',
              header: 'Size',
              cell: ({ size }) => <Bytes value={size} />,
              align: 'end',
            },
          ]}
        />
        <FirstRows rows={MANY}>
          {(shown) => (
            <CardList label="A long list">
              {shown.slice(-2).map((number) => (
                <Card key={number} head={`The last of ${shown.length}: number ${number}`} />
              ))}
            </CardList>
          )}
        </FirstRows>
        <CardList label="Projects">
          {ROWS.map(({ id, at }) => (
            <Card
              key={id}
              head={
                <>
                  {id} <Badge tone="info">Owner</Badge>
                </>
              }
              details={<RelativeTime at={at} />}
              actions={<Button size="small">{`Manage ${id.slice(0, 6)}`}</Button>}
            />
          ))}
        </CardList>
        <Pagination shown={2} total={40} firstTo="?" nextTo="?page=2" />
        <CodeBlock label="pip" code={`pip install ${LONG}`} />
        <SnippetTabs
          snippets={[
            { id: 'pip', label: 'For pip', code: 'pip install tiny' },
            { id: 'uv', label: 'For uv', code: 'uv add tiny' },
          ]}
        />
        <Tabs
          label="Parts of a thing"
          tabs={[
            { id: 'a', label: 'First', children: <p>The first part</p> },
            { id: 'b', label: 'Second', children: <p>The second part</p> },
          ]}
        />
        <RouteTabs
          label="Parts with addresses"
          tabs={[
            { to: '/gallery', label: 'Here', end: true },
            { to: '/search', label: 'Elsewhere' },
          ]}
        />
      </Column>
      <Row>
        <Hash name="SHA256" value={'0123456789abcdef'.repeat(4)} />
      </Row>
    </Specimens>
  )
}
