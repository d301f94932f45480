import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { invoicing } from "../api/invoicing.ts";
import { ListView } from "../api/ListView.tsx";
import { QueryView } from "../api/QueryView.tsx";
import { usePages } from "../api/usePages.ts";
import { paths } from "../paths.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { ExportForm } from "./ExportForm.tsx";
import { ExportTable } from "./ExportTable.tsx";
import { LedgerForm } from "./LedgerForm.tsx";

/** The books as double entries, for the program in which the ledger is kept. */
export default function JournalPage() {
  const { t } = useLingui();
  const ledger = useQuery(invoicing.query("/v1/ledger-settings"));
  const exports = usePages(invoicing.pages("/v1/journal-exports"));
  return (
    <Page
      title={t`Journal`}
      lead={t`Documents and payments as double entries, each exported once, for your ledger.`}
      back={{ to: paths.receivables, label: t`Receivables` }}
    >
      <ExportForm />
      <Section title={t`Exports`}>
        <ListView
          list={exports}
          empty={
            <EmptyState title={t`Nothing was exported yet.`}>
              {t`Name the accounts below, then export up to the end of a month.`}
            </EmptyState>
          }
        >
          <ExportTable exports={exports.items} />
        </ListView>
      </Section>
      <Section title={t`Accounts of the ledger`}>
        <QueryView query={ledger} lines={6}>
          {(settings) => <LedgerForm key={settings.version} settings={settings} />}
        </QueryView>
      </Section>
    </Page>
  );
}
