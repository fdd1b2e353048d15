import { memo, type Key, type ReactNode } from 'react'
import { FirstRows } from './first-rows.tsx'
import styles from './table.module.css'

export type Column<Row> = {
  key: string
  /** Its words, or what it makes of the rows that are shown. */
  header: ReactNode | ((shown: readonly Row[]) => ReactNode)
  cell: (row: Row) => ReactNode
  align?: 'start' | 'end'
  /** This column names the row. */
  rowHeader?: boolean
  /** Left out where the screen is narrow. */
  wideOnly?: boolean
}

/** Rows that are laid out and painted together, or not at all: fewer than a window shows. */
const GROUP = 10

/** Said by hand: browsers forget what a table is that is laid out as a grid. */
const ROLES = {
  table: { role: 'table' },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  head: { role: 'columnheader' },
  name: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const

/**
 * A table with a caption for those who listen; it scrolls by itself where it is too wide. Of a long one
 * there is the beginning, until the rest is asked for. Rows stay as they are while `columns` do: a
 * long table has them made once (`useMemo`), and a class that sets `--columns`, the widths of its
 * columns as a grid has them: what is out of sight costs nothing then.
 */
export function Table<Row>(props: {
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => Key
  /** In the place of a table without rows. */
  none?: ReactNode
  className?: string | undefined
}) {
  const { caption, columns, rows, rowKey, none, className: widths } = props
  const look = widths === undefined ? styles.table : `${styles.table} ${styles.grid} ${widths}`
  return (
    <FirstRows rows={rows} none={none}>
      {(shown) => (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- scrolled by keyboard
        <div className={styles.scroll} tabIndex={0} role="group" aria-label={caption}>
          <table
            {...ROLES.table}
            className={look}
            {...(shown.length < rows.length && { 'aria-rowcount': rows.length + 1 })}
          >
            <caption className={styles.caption}>{caption}</caption>
            <thead {...ROLES.group}>
              <tr {...ROLES.row}>
                {columns.map((column) => (
                  <th {...ROLES.head} key={column.key} scope="col" className={className(column)}>
                    {typeof column.header === 'function' ? column.header(shown) : column.header}
                  </th>
                ))}
              </tr>
            </thead>
            <Groups
              rows={shown}
              size={widths === undefined ? rows.length : GROUP}
              rowKey={rowKey}
              columns={columns}
            />
          </table>
        </div>
      )}
    </FirstRows>
  )
}

type GroupsProps<Row> = {
  rows: readonly Row[]
  size: number
  rowKey: (row: Row) => Key
  columns: readonly Column<Row>[]
}

/** Kept while questions are asked beside the table: to go through thousands of rows takes long, too. */
const Groups = memo(
  function Groups<Row>({ rows, size, rowKey, columns }: GroupsProps<Row>) {
    return inGroups(rows, size).map((group, index) => (
      // oxlint-disable-next-line react/no-array-index-key -- a group is its place
      <tbody {...ROLES.group} key={index}>
        {group.map((row) => (
          <TableRow key={rowKey(row)} row={row} columns={columns} />
        ))}
      </tbody>
    ))
  },
  // A row has one key, whichever function gives it.
  (before, { rows, size, columns }) =>
    before.rows === rows && before.size === size && before.columns === columns,
) as <Row>(props: GroupsProps<Row>) => ReactNode

function inGroups<Row>(rows: readonly Row[], size: number): (readonly Row[])[] {
  const count = Math.ceil(rows.length / size)
  return Array.from({ length: count }, (_, index) => rows.slice(index * size, (index + 1) * size))
}

const className = <Row,>({ align, wideOnly }: Column<Row>): string =>
  [align === 'end' && styles.end, wideOnly === true && styles.wide].filter(Boolean).join(' ')

/** Kept while the table grows below it. */
const TableRow = memo(function TableRow<Row>(props: { row: Row; columns: readonly Column<Row>[] }) {
  const { row, columns } = props
  return (
    <tr {...ROLES.row}>
      {columns.map((column) =>
        column.rowHeader === true ? (
          <th {...ROLES.name} key={column.key} scope="row" className={className(column)}>
            {column.cell(row)}
          </th>
        ) : (
          <td {...ROLES.cell} key={column.key} className={className(column)}>
            {column.cell(row)}
          </td>
        ),
      )}
    </tr>
  )
}) as <Row>(props: { row: Row; columns: readonly Column<Row>[] }) => ReactNode
