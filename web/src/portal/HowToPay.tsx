import { Trans, useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { Copy } from "./Copy.tsx";
import type { CustomerPage } from "./link.ts";
import styles from "./Portal.module.css";

/** The seller's own words on how to pay, and what one types into the bank: each with a button that copies it. */
export function HowToPay({ page }: { readonly page: CustomerPage }) {
  const { t, i18n } = useLingui();
  const { money } = useFormats();
  const { amount } = page.balance;
  return (
    <section className={styles.sheet} aria-label={t`How to pay`}>
      <h2>
        <Trans>How to pay</Trans>
      </h2>
      {page.payment_instructions ? (
        <div className={styles.instructions}>
          <p className={styles.words}>{page.payment_instructions}</p>
          <Copy name={t`Copy how to pay`} text={page.payment_instructions} />
        </div>
      ) : (
        <p className="muted">
          <Trans>The invoice says nothing about it. Ask below.</Trans>
        </p>
      )}
      <dl className={styles.pay}>
        <div>
          <dt>
            <Trans>Amount</Trans>
          </dt>
          <dd>
            {money(page.balance)}
            <Copy name={t`Copy the amount`} text={i18n.locale === "da" ? amount.replace(".", ",") : amount} />
          </dd>
        </div>
        <div>
          <dt>
            <Trans>Text on the transfer</Trans>
          </dt>
          <dd>
            {page.number}
            <Copy name={t`Copy the text on the transfer`} text={page.number} />
          </dd>
        </div>
      </dl>
    </section>
  );
}
