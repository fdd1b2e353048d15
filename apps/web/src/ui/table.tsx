import type { Key, ReactNode } from 'react'
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
  const className = ({ align, wideOnly }: Column<Row>) =>
    [align === 'end' && styles.end, wideOnly === true && styles.wide].filter(Boolean).join(' ')
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- scrolled by keyboard
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={caption}>
      <table className={styles.table}>
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
          {rows.map((row) => (
            <tr key={rowKey(row)}>
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
          ))}
        </tbody>
      </table>
    </div>
  )
}
