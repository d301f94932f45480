import { useLingui } from "@lingui/react/macro";
import { useSearchParams } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { ListView } from "../api/ListView.tsx";
import { usePages } from "../api/usePages.ts";
import { CustomerPicker } from "../directory/Pickers.tsx";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { QuoteTable } from "./QuoteTable.tsx";
import type { State } from "./quote.ts";

const STATES: readonly State[] = ["draft", "sent", "expired", "accepted", "declined", "withdrawn"];

/** What was offered to whom, and what they said; the newest first. */
export default function QuotesPage() {
  const { t } = useLingui();
  const [address, setAddress] = useSearchParams();
  const may = useMay();
  const customer = address.get("customer");
  const state = STATES.find((one) => one === address.get("state"));
  const ask = (changed: Record<string, string>) =>
    setAddress(
      Object.fromEntries(
        Object.entries({ ...Object.fromEntries(address), ...changed }).filter(([, value]) => value),
      ),
      { replace: true },
    );
  const query = {
    newest_first: true,
    ...(customer ? { organization_id: customer } : {}),
    ...(state ? { state } : {}),
  };
  const list = usePages(invoicing.pages("/v1/quotes", { params: { query } }));
  return (
    <Page
      title={t`Quotes`}
      back={{ to: paths.invoices, label: t`Invoices` }}
      actions={
        may("change-invoices") && <ButtonLink to={paths.newQuote} look="primary">{t`New quote`}</ButtonLink>
      }
    >
      <div>
        <Choice
          label={t`Which quotes`}
          name="state"
          value={state ?? "all"}
          options={[
            ["all", t`All`],
            ["draft", t`Drafts`],
            ["sent", t({ message: "Sent", context: "several" })],
            ["accepted", t({ message: "Accepted", context: "several" })],
            ["expired", t({ message: "Expired", context: "several" })],
            ["declined", t({ message: "Declined", context: "several" })],
          ]}
          onChange={(chosen) => ask({ state: chosen === "all" ? "" : chosen })}
        />
      </div>
      <div className="filter">
        <CustomerPicker value={customer} onChange={(id) => ask({ customer: id ?? "" })} optional={t`any`} />
      </div>
      <ListView
        list={list}
        empty={
          <EmptyState title={t`No quotes yet.`}>
            {t`A quote says what work would cost. What the customer accepts goes on invoices, each line once.`}
          </EmptyState>
        }
      >
        <QuoteTable quotes={list.items} />
      </ListView>
    </Page>
  );
}
