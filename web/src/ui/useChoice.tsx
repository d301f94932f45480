import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import styles from "./Choice.module.css";
import type { Column } from "./DataTable.tsx";

interface Chosen<Row> {
  /** Those of the list that are chosen, as they now are. */
  readonly rows: readonly Row[];
  /** Stands first in the table. */
  readonly column: Column<Row>;
  readonly choose: (rows: readonly Row[]) => void;
}

/** Rows of a table that are chosen, to be acted on together. `nameOf` tells the boxes apart for those who hear them. */
export function useChoice<Row>(
  list: readonly Row[],
  keyOf: (row: Row) => string,
  nameOf: (row: Row) => string,
): Chosen<Row> {
  const { t } = useLingui();
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const flip = (key: string) => {
    const next = new Set(keys);
    if (!next.delete(key)) next.add(key);
    setKeys(next);
  };
  return {
    rows: list.filter((row) => keys.has(keyOf(row))),
    choose: (rows) => setKeys(new Set(rows.map(keyOf))),
    column: {
      key: "chosen",
      head: t`Choose`,
      cell: (row) => (
        <input
          type="checkbox"
          className={styles.check}
          checked={keys.has(keyOf(row))}
          onChange={() => flip(keyOf(row))}
          aria-label={nameOf(row)}
        />
      ),
    },
  };
}
