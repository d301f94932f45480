import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { Duration, Money } from "../ui/Money.tsx";
import { Card, Facts } from "../ui/Page.tsx";
import { countryName } from "../ui/regions.ts";
import styles from "./Invoices.module.css";
import type { Invoice } from "./invoice.ts";

/** What stands at the head of the document. */
export function InvoiceFacts({ invoice }: { readonly invoice: Invoice }) {
  const { t } = useLingui();
  const { day, days } = useFormats();
  const { issue_date, due_date, first_day, last_day, reference, purchase_order } = invoice;
  const facts: (readonly [string, React.ReactNode])[] = [
    [t`Customer`, <Buyer key="buyer" invoice={invoice} />],
    [t`Issued`, issue_date ? day(issue_date) : t`not yet`],
    [t`Due`, due_date ? day(due_date) : "–"],
    [t`Work from`, first_day && last_day ? days(first_day, last_day) : "–"],
    [t`Hours`, <Duration key="hours" seconds={invoice.seconds} />],
    [t`Total`, <Money key="total" value={invoice.total} />],
  ];
  if (invoice.state === "issued") facts.push([t`Owed`, <Money key="owed" value={invoice.balance} strong />]);
  if (purchase_order) facts.push([t`Purchase order number`, purchase_order]);
  if (reference) facts.push([t`Their reference`, reference]);
  return (
    <Card>
      <Facts facts={facts} />
    </Card>
  );
}

function Buyer({ invoice: { buyer, organization_id } }: { readonly invoice: Invoice }) {
  const { i18n } = useLingui();
  const address = buyer.address;
  const country = address?.country && countryName(address.country, i18n.locale);
  const lines = address ? [...address.lines, `${address.postal_code} ${address.city}`.trim(), country] : [];
  return (
    <>
      <Link to={paths.customer(organization_id)}>{buyer.name}</Link>
      <div className={`${styles.address} small muted`}>{lines.filter(Boolean).join("\n")}</div>
    </>
  );
}
