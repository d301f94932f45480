import { useLingui } from "@lingui/react/macro";
import { useSearchParams } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { ListView } from "../api/ListView.tsx";
import { usePages } from "../api/usePages.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { Forecast } from "./Forecast.tsx";
import { RecurringTable } from "./RecurringTable.tsx";

type Which = "all" | "active" | "paused" | "ended" | "attention";
const WHICH: readonly Which[] = ["all", "active", "paused", "ended", "attention"];

/** What is invoiced again and again, and what it comes to. */
export default function RecurringPage() {
  const { t } = useLingui();
  const may = useMay();
  const [address, setAddress] = useSearchParams();
  const which = WHICH.find((one) => one === address.get("which")) ?? "all";
  const invoice = address.get("invoice");
  const query = { ...asked(which), ...(invoice ? { invoice_id: invoice } : {}) };
  const list = usePages(invoicing.pages("/v1/recurring-invoices", { params: { query } }));
  const add = may("change-invoices") && (
    <ButtonLink to={paths.newRecurringInvoice} look="primary">{t`New recurring invoice`}</ButtonLink>
  );
  return (
    <Page
      title={t`Recurring invoices`}
      lead={t`Made on their day, each period once.`}
      back={{ to: paths.invoices, label: t`Invoices` }}
      actions={add}
    >
      <div>
        <Choice
          label={t`Which recurring invoices`}
          name="which"
          value={which}
          options={[
            ["all", t`All`],
            ["active", t({ message: "Active", context: "several" })],
            ["paused", t({ message: "Paused", context: "several" })],
            ["ended", t({ message: "Ended", context: "several" })],
            ["attention", t`To look at`],
          ]}
          onChange={(chosen) => setAddress(chosen === "all" ? {} : { which: chosen }, { replace: true })}
        />
      </div>
      <ListView
        list={list}
        empty={
          which === "all" ? (
            <EmptyState title={t`No recurring invoices yet.`} action={add}>
              {t`Hosting, licences, subscriptions: said once, and invoiced on their day.`}
            </EmptyState>
          ) : (
            <EmptyState title={t`None of these.`} />
          )
        }
      >
        <RecurringTable found={list.items} />
      </ListView>
      <Forecast />
    </Page>
  );
}

function asked(which: Which) {
  if (which === "all") return {};
  return which === "attention" ? { attention: true } : { state: which };
}
