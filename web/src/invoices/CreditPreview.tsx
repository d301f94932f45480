import { useLingui } from "@lingui/react/macro";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { asProblem } from "../api/problem.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { useFormats } from "../i18n/format.ts";
import { Duration, Money } from "../ui/Money.tsx";
import { type LineCredit, previewQuery } from "./credit.ts";
import styles from "./Invoices.module.css";

interface Props {
  readonly invoiceId: string;
  /** Undefined: nothing is chosen yet. None: all that is left. */
  readonly lines: readonly LineCredit[] | undefined;
}

/** What would be credited, and what is owed before and after. */
export function CreditPreview({ invoiceId, lines }: Props) {
  const { t } = useLingui();
  const { money } = useFormats();
  const query = useQuery({
    ...previewQuery(invoiceId, lines ?? []),
    enabled: lines !== undefined,
    placeholderData: keepPreviousData,
  });
  if (query.error) return <ProblemNote problem={asProblem(query.error)} />;
  const found = query.data;
  if (!found || !lines) return null;
  return (
    <dl className={styles.sums} aria-live="polite">
      {found.seconds > 0 && <Row name={t`Hours given back`} value={<Duration seconds={found.seconds} />} />}
      <Row name={t`Credited without VAT`} value={<Money value={found.subtotal} />} />
      <Row name={t`VAT`} value={<Money value={found.tax} />} />
      <Row name={t`Credited`} value={<Money value={found.total} />} strong />
      <Row name={t`Owed now`} value={<Money value={found.before.balance} />} />
      <Row name={t`Owed afterwards`} value={<Money value={found.after.balance} />} strong />
      {/[1-9]/.test(found.customer_credit.amount) && (
        <Row name={t`The customer’s credit`} value={money(found.customer_credit)} />
      )}
    </dl>
  );
}

function Row({ name, value, strong }: { name: string; value: React.ReactNode; strong?: boolean }) {
  return (
    <div data-strong={strong}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
