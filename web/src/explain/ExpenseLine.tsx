import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import type { InvoicingSchemas } from "../api/invoicing.ts";
import { paths } from "../paths.ts";
import { Money } from "../ui/Money.tsx";
import { Facts } from "../ui/Page.tsx";
import { useTaxWords } from "./taxWords.ts";

type Line = InvoicingSchemas["schemas"]["ExplainedLineResponse"];

/** A line of expenses: what was spent, at which rate and with which mark-up, and what each comes to. */
export function ExpenseLine({ line }: { readonly line: Line }) {
  const { t } = useLingui();
  const tax = useTaxWords();
  return (
    <>
      {line.expenses.map((one) => (
        <Facts
          key={one.expense_id}
          facts={[
            [
              t`Spent`,
              <Link key="spent" to={paths.expense(one.expense_id)}>
                <Money value={one.amount} />
              </Link>,
            ],
            ...(one.exchange_rate
              ? [
                  [
                    t`Exchange rate`,
                    `1 ${one.amount.currency} = ${one.exchange_rate} ${one.charged.currency}`,
                  ] as const,
                ]
              : []),
            ...(Number(one.mark_up) ? [[t`Mark-up`, `${one.mark_up} %`] as const] : []),
            [t`Charged, before tax`, <Money key="charged" value={one.charged} />],
          ]}
        />
      ))}
      <Facts facts={[[t`Tax`, tax(line.tax_category, line.tax_rate)]]} />
    </>
  );
}
