import { useLingui } from "@lingui/react/macro";
import { invoicing } from "../api/invoicing.ts";
import { ListView } from "../api/ListView.tsx";
import { usePages } from "../api/usePages.ts";
import { Section } from "../ui/Page.tsx";
import { CreditNoteTable } from "./CreditNoteTable.tsx";
import type { Invoice } from "./invoice.ts";

/** What was taken back of this invoice. */
export function CreditSection({ invoice }: { readonly invoice: Invoice }) {
  const { t } = useLingui();
  const query = { invoice_id: invoice.id };
  const list = usePages(invoicing.pages("/v1/credit-notes", { params: { query } }));
  if (invoice.credit === "none") return null;
  return (
    <Section title={t`Credit notes`}>
      <ListView list={list} empty={null}>
        <CreditNoteTable notes={list.items} of="invoice" />
      </ListView>
    </Section>
  );
}
