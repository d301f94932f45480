import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { type Amount, useFormats } from "../i18n/format.ts";
import { Money } from "../ui/Money.tsx";
import type { CustomerPage } from "./link.ts";
import styles from "./Portal.module.css";

/** From the lines to what is left to pay. */
export function Totals({ page }: { readonly page: CustomerPage }) {
  const { t } = useLingui();
  const { percent, money } = useFormats();
  return (
    <section className={styles.sheet} aria-label={t`Totals`}>
      <dl className={styles.totals}>
        <Sum name={<Trans>Without VAT</Trans>} value={page.subtotal} />
        {page.tax_totals.map(({ category, rate, base, tax }) => (
          <Sum
            key={`${category} ${rate}`}
            name={
              page.tax_totals.length === 1 ? (
                <Trans>VAT {percent(rate)}</Trans>
              ) : (
                <Trans>
                  VAT {percent(rate)} of {money(base)}
                </Trans>
              )
            }
            value={tax}
          />
        ))}
        <Sum name={<Trans>Total</Trans>} value={page.total} strong />
        {isSome(page.credited) && (
          <Sum name={<Trans>Taken back by credit notes</Trans>} value={page.credited} />
        )}
        {isSome(page.credit_applied) && (
          <Sum name={<Trans>Settled with your credit</Trans>} value={page.credit_applied} />
        )}
        {isSome(page.differences) && <Sum name={<Trans>Waived</Trans>} value={page.differences} />}
        <Sum name={<Trans>Paid so far</Trans>} value={page.paid} />
        <Sum name={<Trans>Left to pay</Trans>} value={page.balance} strong />
      </dl>
    </section>
  );
}

/** Whether there is something to say of it. */
function isSome({ amount }: Amount): boolean {
  return /[1-9]/.test(amount);
}

interface SumProps {
  readonly name: ReactNode;
  readonly value: Amount;
  readonly strong?: boolean;
}

function Sum({ name, value, strong = false }: SumProps) {
  return (
    <div data-strong={strong || undefined}>
      <dt>{name}</dt>
      <dd>
        <Money value={value} strong={strong} />
      </dd>
    </div>
  );
}
