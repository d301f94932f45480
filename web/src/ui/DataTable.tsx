import type { ReactNode } from "react";
import styles from "./DataTable.module.css";

export interface Column<Row> {
  readonly key: string;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers and money stand at the end of their column. */
  readonly align?: "end";
  /** The column that names the row: the heading of its card on a phone. */
  readonly main?: boolean;
  /** A column of buttons: its head is for those who hear it, and on a phone the buttons stand without it. */
  readonly acts?: boolean;
  /** Columns that a narrow desk can do without. */
  readonly wide?: boolean;
}

interface Props<Row> {
  /** What the table is of: its caption, for those who hear it. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** A row of totals, by column key. */
  readonly totals?: Readonly<Record<string, ReactNode>>;
}

/** A table; under 600 px each row becomes a card with the heads as labels. The same facts on every width. */
export function DataTable<Row>({ label, columns, rows, rowKey, totals }: Props<Row>) {
  return (
    <div className={styles.frame}>
      <table className={styles.table} role="table">
        <caption className="visually-hidden">{label}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                role="columnheader"
                data-align={column.align}
                data-wide={column.wide}
              >
                {column.acts ? <span className="visually-hidden">{column.head}</span> : column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <Line key={rowKey(row)} columns={columns} of={(column) => column.cell(row)} />
          ))}
        </tbody>
        {totals && (
          <tfoot role="rowgroup">
            <Line columns={columns} of={(column) => totals[column.key] ?? null} />
          </tfoot>
        )}
      </table>
    </div>
  );
}

function Line<Row>({
  columns,
  of,
}: {
  columns: readonly Column<Row>[];
  of: (column: Column<Row>) => ReactNode;
}) {
  return (
    <tr role="row">
      {columns.map((column) => {
        const content = of(column);
        const shared = {
          "data-align": column.align,
          "data-wide": column.wide,
        };
        return column.main ? (
          <th key={column.key} scope="row" role="rowheader" {...shared}>
            {content}
          </th>
        ) : (
          <td key={column.key} role="cell" data-label={column.acts ? "" : column.head} {...shared}>
            {content}
          </td>
        );
      })}
    </tr>
  );
}
