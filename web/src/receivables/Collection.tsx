import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { useFormats } from "../i18n/format.ts";
import { Lines } from "../ui/Chart.tsx";
import { Money } from "../ui/Money.tsx";
import { Card, Facts, Section } from "../ui/Page.tsx";

type Part = InvoicingSchemas["schemas"]["CurrencyCollectionResponse"];
const MONTH_LETTERS = 3;

/** How fast customers pay, or one of them, by currency; nothing while it is not known. */
export function Collection({ customer }: { readonly customer?: string }) {
  const of = { months: 12, ...(customer ? { organization_id: customer } : {}) };
  const query = useQuery(invoicing.query("/v1/reports/collection", { params: { query: of } }));
  return query.data?.currencies.map((part) => <InCurrency key={part.currency} part={part} />);
}

function InCurrency({ part }: { readonly part: Part }) {
  const { t } = useLingui();
  const { count } = useFormats();
  const days = (value: number | null) => (value === null ? "–" : t`${count(value)} days`);
  const { paid, sent, months } = part;
  return (
    <Section title={t`How fast invoices in ${part.currency} are paid`}>
      <Card>
        <Facts
          facts={[
            [t`Days sales outstanding`, days(part.days_sales_outstanding)],
            [t`Paid on average after`, days(paid.days_to_pay)],
            [t`Invoices paid in 90 days`, count(paid.invoices)],
            [t`Issued this month`, <Money key="issued" value={sent.issued_amount} />],
            [t`Of these sent`, <Money key="sent" value={sent.sent_amount} />],
            [t`Received this month`, <Money key="paid" value={months.at(-1)?.received} />],
            [t`Overdue`, <Money key="overdue" value={part.overdue} strong />],
          ]}
        />
      </Card>
      <Trend months={months} />
    </Section>
  );
}

/** From the first month of which it is known; one alone is no trend. */
function Trend({ months }: Pick<Part, "months">) {
  const { t } = useLingui();
  const { month, count } = useFormats();
  const known = months.filter((one) => one.days_sales_outstanding !== null);
  if (known.length < 2) return null;
  return (
    <Card>
      <Lines
        label={t`Days sales outstanding by month`}
        labels={known.map((one) => month(one.month).slice(0, MONTH_LETTERS))}
        series={[
          {
            name: t`Days sales outstanding`,
            values: known.map((one) => one.days_sales_outstanding ?? 0),
            shown: known.map((one) => count(one.days_sales_outstanding ?? 0)),
          },
        ]}
      />
    </Card>
  );
}
