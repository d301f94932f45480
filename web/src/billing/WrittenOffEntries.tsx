import { useLingui } from "@lingui/react/macro";
import { invoicing } from "../api/invoicing.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { data } from "../api/service.ts";
import { useWrite, type Write } from "../api/useWrite.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import type { Column } from "../ui/DataTable.tsx";
import type { Entry } from "./buckets.ts";
import { EntryTable } from "./EntryTable.tsx";

interface Props {
  readonly entries: readonly Entry[];
  readonly showCustomer: boolean;
}

/** Entries of which something is written off, each with why and the way back. */
export function WrittenOffEntries({ entries, showCustomer }: Props) {
  const { t } = useLingui();
  const undo: Column<Entry> = {
    key: "undo",
    head: t`Undo`,
    acts: true,
    align: "end",
    cell: (entry) => entry.write_off_id && <Undo writeOff={entry.write_off_id} />,
  };
  return <EntryTable entries={entries} bucket="written-off" showCustomer={showCustomer} last={undo} />;
}

/** A write-off that holds has version 1. */
function Undo({ writeOff }: { readonly writeOff: string }) {
  const { t } = useLingui();
  const params = { path: { write_off_id: writeOff }, header: { "if-match": '"1"' } };
  const undo: Write<void, unknown> = useWrite(
    () => data(invoicing.POST("/v1/write-offs/{write_off_id}/undo", { params })),
    {
      refresh: ["invoicing", "rates"],
    },
  );
  return (
    <>
      <Button small busy={undo.running} off={useMay().not("change-invoices")} onClick={() => void undo.run()}>
        {t`Undo the write-off`}
      </Button>
      <ProblemNote problem={undo.problem} />
    </>
  );
}
