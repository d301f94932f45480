import { useLingui } from "@lingui/react/macro";
import { DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import type { CreditNote } from "./credit.ts";
import { useLineColumns } from "./lineColumns.tsx";
import { Amounts } from "./Sums.tsx";

/** What is taken back of each line, and what it comes to. */
export function CreditLines({ note }: { readonly note: CreditNote }) {
  const { t } = useLingui();
  const columns = useLineColumns({
    what: (line) => line.description,
    amount: (line) => <Money value={line.amount} />,
  });
  return (
    <>
      <DataTable label={t`Lines`} columns={columns} rows={note.lines} rowKey={(line) => line.line_id} />
      <Amounts of={note} total={<Money value={note.total} />} />
    </>
  );
}
