import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { paths, withQuery } from "../paths.ts";
import { Money } from "../ui/Money.tsx";
import { Card, Facts } from "../ui/Page.tsx";

/** What the chosen customer owes, as the report of receivables has it: one line per currency. */
export function Owed({ customer }: { readonly customer: string }) {
  const { t } = useLingui();
  const report = useQuery(
    invoicing.query("/v1/reports/receivables", { params: { query: { organization_id: customer } } }),
  );
  const rows = report.data?.items ?? [];
  return rows.map((row) => (
    <Card key={row.currency}>
      <Facts
        facts={[
          [t`Owed in all`, <Money key="total" value={row.total} strong />],
          [t`Not yet due`, <Money key="not-due" value={row.not_due} />],
          [t`Their credit`, <Money key="credit" value={row.credit} />],
          [
            t`Statement`,
            <Link key="statement" to={withQuery(paths.receivables, { customer })}>
              {t`Open the statement`}
            </Link>,
          ],
        ]}
      />
    </Card>
  ));
}
