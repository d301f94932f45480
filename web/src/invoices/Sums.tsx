import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { ExplainLink, TOTAL } from "../explain/Explain.tsx";
import { useFormats } from "../i18n/format.ts";
import { Money } from "../ui/Money.tsx";
import styles from "./Invoices.module.css";
import type { Invoice } from "./invoice.ts";
import { useSettled } from "./useSettled.ts";

const CATEGORIES: Record<Invoice["tax_totals"][number]["category"], MessageDescriptor> = {
  standard: msg`VAT`,
  zero: msg`Zero-rated`,
  exempt: msg`Exempt from VAT`,
  "reverse-charge": msg`Reverse charge`,
  "outside-scope": msg`Outside the scope of VAT`,
};

/** From the lines to what is owed, as the API has summed it. */
export function Sums({ invoice }: { readonly invoice: Invoice }) {
  const { t } = useLingui();
  const settled = useSettled();
  const total = (
    <ExplainLink line={TOTAL} of={t`Total`}>
      <Money value={invoice.total} />
    </ExplainLink>
  );
  return (
    <Amounts of={invoice} total={total}>
      {invoice.state === "issued" && (
        <>
          {settled(invoice).map(([name, amount]) => (
            <Sum key={name} name={name}>
              <Money value={amount} />
            </Sum>
          ))}
          <Sum name={t`Owed`} strong>
            <Money value={invoice.balance} />
          </Sum>
        </>
      )}
    </Amounts>
  );
}

interface AmountsProps {
  readonly of: Pick<Invoice, "subtotal" | "tax_totals">;
  readonly total: ReactNode;
  readonly children?: ReactNode;
}

/** From the lines to the total. */
export function Amounts({ of, total, children }: AmountsProps) {
  const { t, i18n } = useLingui();
  const { money, percent } = useFormats();
  return (
    <dl className={styles.sums}>
      <Sum name={t`Without VAT`}>
        <Money value={of.subtotal} />
      </Sum>
      {of.tax_totals.map(({ category, rate, base, tax }) => (
        <Sum
          key={`${category} ${rate}`}
          name={t`${i18n._(CATEGORIES[category])} ${percent(rate)} of ${money(base)}`}
        >
          <Money value={tax} />
        </Sum>
      ))}
      <Sum name={t`Total`} strong>
        {total}
      </Sum>
      {children}
    </dl>
  );
}

function Sum({ name, strong, children }: { name: string; strong?: boolean; children: ReactNode }) {
  return (
    <div data-strong={strong}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
