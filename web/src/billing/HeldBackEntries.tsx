import { useLingui } from "@lingui/react/macro";
import { invoicing } from "../api/invoicing.ts";
import { ProblemNote } from "../api/QueryView.tsx";
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

/** Entries that no draft takes, each with why and the way back. */
export function HeldBackEntries({ entries, showCustomer }: Props) {
  const { t } = useLingui();
  const column: Column<Entry> = {
    key: "let-go",
    head: t`Let go`,
    acts: true,
    align: "end",
    cell: (entry) => <LetGo entry={entry} />,
  };
  return <EntryTable entries={entries} bucket="held-back" showCustomer={showCustomer} last={column} />;
}

function LetGo({ entry: { entry_id, organization_id } }: { readonly entry: Entry }) {
  const { t } = useLingui();
  const body = { organization_id: organization_id ?? "", entry_ids: [entry_id] };
  const go: Write<void, unknown> = useWrite(() => invoicing.POST("/v1/held-back-time/release", { body }), {
    refresh: ["invoicing"],
  });
  return (
    <>
      <Button small busy={go.running} off={useMay().not("change-invoices")} onClick={() => void go.run()}>
        {t`Let go`}
      </Button>
      <ProblemNote problem={go.problem} />
    </>
  );
}
