import { useLingui } from "@lingui/react/macro";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { usePages } from "../api/usePages.ts";
import { useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Duration, Money } from "../ui/Money.tsx";
import { Section } from "../ui/Page.tsx";
import { Pager } from "../ui/Pager.tsx";
import { useDrafting } from "./useDrafting.ts";

type Charge = InvoicingSchemas["schemas"]["ChargeResponse"];

/** What agreements charge and can be billed now; nothing when there is none. */
export function Charges() {
  const { t } = useLingui();
  const query = { state: "billable" as const };
  const list = usePages(invoicing.pages("/v1/agreement-charges", { params: { query } }));
  const draft = useDrafting();
  const columns = useColumns(
    (charge) =>
      void draft.run({
        organization_id: charge.organization_id,
        currency: charge.amount.currency,
        charge_ids: [charge.charge_id],
      }),
    draft.running,
  );
  if (list.items.length === 0) return null;
  const oldest = list.items.toSorted((one, other) => one.first_day.localeCompare(other.first_day));
  return (
    <Section title={t`Agreements to bill`}>
      {draft.problem && <ProblemNote problem={draft.problem} />}
      <DataTable
        label={t`Agreements to bill`}
        columns={columns}
        rows={oldest}
        rowKey={({ charge_id }) => charge_id}
      />
      <Pager more={list.more} loading={list.loadingMore} />
    </Section>
  );
}

function useColumns(onDraft: (charge: Charge) => void, busy: boolean): readonly Column<Charge>[] {
  const { t } = useLingui();
  const { day, days } = useFormats();
  const name = useName("organizations");
  const off = useMay().not("change-invoices");
  return [
    { key: "what", head: t`What`, main: true, cell: (charge) => charge.name },
    { key: "customer", head: t`Customer`, cell: (charge) => name(charge.organization_id) },
    {
      key: "days",
      head: t`Days`,
      cell: ({ first_day, last_day }) => (last_day ? days(first_day, last_day) : t`from ${day(first_day)}`),
    },
    { key: "hours", head: t`Used`, align: "end", cell: (charge) => <Hours of={charge} /> },
    { key: "amount", head: t`Amount`, align: "end", cell: ({ amount }) => <Money value={amount} strong /> },
    {
      key: "draft",
      head: t`Draft`,
      acts: true,
      align: "end",
      cell: (charge) => (
        <Button small busy={busy} off={off} onClick={() => onDraft(charge)}>
          {t`Draft`}
          <span className="visually-hidden"> {charge.name}</span>
        </Button>
      ),
    },
  ];
}

/** `18:30 / 20:00`, and what exceeds it. */
function Hours({ of }: { readonly of: Charge }) {
  if (of.included_seconds === null) return <span className="muted">–</span>;
  return (
    <span>
      <Duration seconds={of.used_seconds} /> / <Duration seconds={of.included_seconds} />
      {of.overage_seconds > 0 && (
        <>
          {" "}
          + <Duration seconds={of.overage_seconds} />
        </>
      )}
    </span>
  );
}
