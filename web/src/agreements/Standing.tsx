import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { formatDuration } from "../time/duration.ts";
import { Meter } from "../ui/Meter.tsx";
import styles from "./Agreements.module.css";
import { Amount } from "./Amount.tsx";
import { type Agreement, type Balance, balanceQuery, isPrepaid } from "./agreement.ts";
import { type Hours, hoursOf, percentOf, toneOf } from "./standing.ts";

/** What was used and what remains today: hours as a bar, money and parts in words. */
export function Standing({ agreement }: { readonly agreement: Agreement }) {
  const balance = useQuery(balanceQuery(agreement.id)).data;
  if (!balance) return <span className="muted">…</span>;
  const hours = hoursOf(balance);
  if (hours) return <UsedHours hours={hours} name={agreement.name} />;
  return <Otherwise agreement={agreement} balance={balance} />;
}

function UsedHours({ hours, name }: { readonly hours: Hours; readonly name: string }) {
  const { t } = useLingui();
  const [used, whole, left] = [hours.used, hours.whole, hours.remaining].map(formatDuration);
  return (
    <div className={styles.bar}>
      <span className="spread small">
        <span>
          <Trans>
            {used} of {whole} used
          </Trans>
        </span>
        <span className="muted">
          {hours.overage > 0 ? t`${formatDuration(hours.overage)} above` : t`${left} left`}
        </span>
      </span>
      <Meter label={t`Used hours of ${name}`} percent={percentOf(hours)} tone={toneOf(hours)} />
    </div>
  );
}

interface Props {
  readonly agreement: Agreement;
  readonly balance: Balance;
}

function Otherwise({ agreement, balance: { currency, month, remaining_amount, blocks } }: Props) {
  const of = (amount: string) => <Amount amount={amount} currency={currency} />;
  if (month?.minimum)
    return (
      <span>
        <Trans>
          {of(month.fees)} of {of(month.minimum)}
        </Trans>
      </span>
    );
  if (remaining_amount !== null && blocks.some(({ usable }) => usable))
    return <Trans>{of(remaining_amount)} left</Trans>;
  if (agreement.kind === "fixed-price") {
    const reached = agreement.milestones.filter((one) => one.reached_on !== null).length;
    return (
      <Trans>
        {reached} of {agreement.milestones.length} parts reached
      </Trans>
    );
  }
  return (
    <span className="muted">
      {isPrepaid(agreement.kind) ? <Trans>Nothing that can be drawn</Trans> : "–"}
    </span>
  );
}
