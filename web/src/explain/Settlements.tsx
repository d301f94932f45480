import { useLingui } from "@lingui/react/macro";
import type { InvoicingSchemas } from "../api/invoicing.ts";
import { useFormats } from "../i18n/format.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Money } from "../ui/Money.tsx";
import { Facts } from "../ui/Page.tsx";

type Explanation = InvoicingSchemas["schemas"]["ExplanationResponse"];
type Settlement = Explanation["settlements"][number];

/** What settles an invoice, what was taken back of that, and what is left to pay. */
export function Settlements({ of }: { readonly of: Explanation }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const words = useKindWords();
  const columns: readonly Column<Settlement>[] = [
    {
      key: "what",
      head: t`What`,
      main: true,
      cell: (one) => (
        <>
          {words(one)} <span className="muted small">{one.reference}</span>
          {one.reason && <div className="muted small">{one.reason}</div>}
        </>
      ),
    },
    { key: "day", head: t`Date`, cell: (one) => day(one.day) },
    { key: "amount", head: t`Amount`, align: "end", cell: (one) => <Money value={one.amount} /> },
  ];
  return (
    <section className="stack" aria-label={t`What settles it`}>
      <h3>{t`What settles it`}</h3>
      <DataTable
        label={t`What settles it`}
        columns={columns}
        rows={of.settlements}
        rowKey={(one) => `${one.id} ${one.at} ${one.amount.amount}`}
      />
      <Facts
        facts={[
          [t`Total`, <Money key="total" value={of.total} />],
          [t`Credited`, <Money key="credited" value={of.credited} />],
          [t`Paid`, <Money key="paid" value={of.paid} />],
          [t`Credit that was applied`, <Money key="applied" value={of.credit_applied} />],
          [t`Written off`, <Money key="written-off" value={of.differences} />],
          [t`Left to pay`, <Money key="left" value={of.balance} strong />],
        ]}
      />
    </section>
  );
}

function useKindWords(): (settlement: Settlement) => string {
  const { t } = useLingui();
  return ({ kind, amount }) => {
    if (amount.amount.startsWith("-")) return t`Taken back`;
    if (kind === "credit-note") return t`Credit note`;
    if (kind === "difference") return t`Written off`;
    return kind === "cash" ? t`Payment` : t`Credit that was applied`;
  };
}
