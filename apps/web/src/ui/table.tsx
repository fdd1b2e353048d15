import { memo, type Key, type ReactNode } from 'react'
import { useGrowing } from '../lib/use-growing.ts'
import styles from './table.module.css'

export type Column<Row> = {
  key: string
  header: ReactNode
  cell: (row: Row) => ReactNode
  align?: 'start' | 'end'
  /** This column names the row. */
  rowHeader?: boolean
  /** Left out where the screen is narrow. */
  wideOnly?: boolean
}

/** A table with a caption for those who listen; it scrolls by itself where it is too wide. */
export function Table<Row>(props: {
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => Key
}) {
  const { caption, columns, rows, rowKey } = props
  const shown = useGrowing(rows)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- scrolled by keyboard
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={caption}>
      <table
        className={styles.table}
        {...(shown.length < rows.length && { 'aria-rowcount': rows.length + 1 })}
      >
        <caption className={styles.caption}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={className(column)}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <TableRow key={rowKey(row)} row={row} columns={columns} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const className = <Row,>({ align, wideOnly }: Column<Row>): string =>
  [align === 'end' && styles.end, wideOnly === true && styles.wide].filter(Boolean).join(' ')

/** Kept while the table grows below it. */
const TableRow = memo(function TableRow<Row>(props: { row: Row; columns: readonly Column<Row>[] }) {
  const { row, columns } = props
  return (
    <tr>
      {columns.map((column) =>
        column.rowHeader === true ? (
          <th key={column.key} scope="row" className={className(column)}>
            {column.cell(row)}
          </th>
        ) : (
          <td key={column.key} className={className(column)}>
            {column.cell(row)}
          </td>
        ),
      )}
    </tr>
  )
}) as <Row>(props: { row: Row; columns: readonly Column<Row>[] }) => ReactNode
