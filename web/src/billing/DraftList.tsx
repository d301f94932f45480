import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { usePages } from "../api/usePages.ts";
import { useFormats } from "../i18n/format.ts";
import { ChosenDrafts } from "../issuing/ChosenDrafts.tsx";
import { paths } from "../paths.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Duration, Money } from "../ui/Money.tsx";
import { Section } from "../ui/Page.tsx";
import { Pager } from "../ui/Pager.tsx";

type Draft = InvoicingSchemas["schemas"]["SummaryResponse"];

/** Drafts that wait to be issued; nothing when there are none. */
export function DraftList() {
  const { t } = useLingui();
  const list = usePages(invoicing.pages("/v1/invoices", { params: { query: { state: "draft" } } }));
  const columns = useColumns();
  if (list.items.length === 0) return null;
  return (
    <Section title={t`Open drafts`}>
      <ChosenDrafts drafts={list.items}>
        {(first) => (
          <DataTable
            label={t`Open drafts`}
            columns={[...first, ...columns]}
            rows={list.items}
            rowKey={({ id }) => id}
          />
        )}
      </ChosenDrafts>
      <Pager more={list.more} loading={list.loadingMore} />
    </Section>
  );
}

function useColumns(): readonly Column<Draft>[] {
  const { t } = useLingui();
  const { day } = useFormats();
  const period = ({ first_day, last_day }: Draft) =>
    first_day && last_day ? `${day(first_day)} – ${day(last_day)}` : "–";
  return [
    {
      key: "customer",
      head: t`Customer`,
      main: true,
      cell: (draft) => <Link to={paths.draft(draft.id)}>{draft.organization_name}</Link>,
    },
    { key: "period", head: t`Period`, cell: period },
    { key: "time", head: t`Time`, align: "end", cell: (draft) => <Duration seconds={draft.seconds} /> },
    { key: "total", head: t`Total`, align: "end", cell: (draft) => <Money value={draft.total} strong /> },
  ];
}
