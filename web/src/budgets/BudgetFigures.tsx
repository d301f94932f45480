import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useFormats } from "../i18n/format.ts";
import { formatDuration } from "../time/duration.ts";
import { Duration, Money } from "../ui/Money.tsx";
import { Note } from "../ui/Note.tsx";
import { BudgetBar } from "./BudgetBar.tsx";
import styles from "./Budgets.module.css";
import { type Budget, type BudgetMoney, isSome, type Used } from "./budget.ts";

/** A budget's money, its hours, and what remains when it costs something. */
export function BudgetFigures({ budget }: { readonly budget: Budget }) {
  const { t } = useLingui();
  const { days, month } = useFormats();
  return (
    <>
      {budget.month && <p className="muted">{month(budget.month)}</p>}
      {!budget.month && budget.valid_from && (
        <p className="muted">
          {budget.valid_to ? days(budget.valid_from, budget.valid_to) : <Since day={budget.valid_from} />}
        </p>
      )}
      {budget.money.map((money) => (
        <OneMoney key={money.logged.currency} money={money} budget={budget} />
      ))}
      <Hours budget={budget} />
      <Margin budget={budget} />
      <Assumed budget={budget} />
      {budget.unpriced_seconds > 0 && (
        <Note tone="warn">{t`${formatDuration(budget.unpriced_seconds)} of it has no price yet.`}</Note>
      )}
      {budget.planned_unpriced_seconds > 0 && (
        <Note tone="warn">
          {t`${formatDuration(budget.planned_unpriced_seconds)} of the plan has no rate on its days.`}
        </Note>
      )}
    </>
  );
}

function Since({ day }: { readonly day: string }) {
  const formats = useFormats();
  return <Trans>Since {formats.day(day)}</Trans>;
}

function OneMoney({ money, budget }: { readonly money: BudgetMoney; readonly budget: Budget }) {
  const { t } = useLingui();
  const whole = money.used_percent === null ? null : budget.budget_money;
  return (
    <Use
      label={t`Money`}
      used={money}
      head={
        whole ? (
          <Trans>
            <Money value={money.logged} /> of <Money value={whole} />
          </Trans>
        ) : (
          <Money value={money.logged} />
        )
      }
      billed={<Money value={money.billed} />}
      approved={<Money value={money.approved} />}
      notApproved={<Money value={money.not_approved} />}
      planned={<Money value={money.planned} />}
      forecast={<Money value={money.forecast} strong />}
      more={<Agreed money={money} />}
    />
  );
}

/** What of it agreements charge. */
function Agreed({ money: { charges, planned_charges: toCome } }: { readonly money: BudgetMoney }) {
  if (!isSome(charges) && !isSome(toCome)) return null;
  return (
    <p className="muted small">
      {isSome(toCome) ? (
        <Trans>
          Agreements charge <Money value={charges} /> of it so far, and <Money value={toCome} /> of what is
          planned.
        </Trans>
      ) : (
        <Trans>
          Agreements charge <Money value={charges} /> of it.
        </Trans>
      )}
    </p>
  );
}

/** What a forecast leaves out. */
function Assumed({ budget: { hours } }: { readonly budget: Budget }) {
  if (hours.planned_seconds === 0) return null;
  return (
    <p className="muted small">
      <Trans>What is planned is counted to the second, without rounding and supplements.</Trans>
    </p>
  );
}

function Hours({ budget }: { readonly budget: Budget }) {
  const { t } = useLingui();
  const { hours, budget_seconds: whole } = budget;
  return (
    <Use
      label={t`Hours`}
      used={hours}
      head={
        whole
          ? t`${formatDuration(hours.logged_seconds)} of ${formatDuration(whole)}`
          : formatDuration(hours.logged_seconds)
      }
      billed={<Duration seconds={hours.billed_seconds} />}
      approved={<Duration seconds={hours.approved_seconds} />}
      notApproved={
        <Duration seconds={hours.logged_seconds - hours.billed_seconds - hours.approved_seconds} />
      }
      planned={<Duration seconds={hours.planned_seconds} />}
      forecast={<Duration seconds={hours.forecast_seconds} />}
    />
  );
}

interface UseProps {
  readonly label: string;
  readonly used: Used;
  readonly head: ReactNode;
  readonly billed: ReactNode;
  readonly approved: ReactNode;
  readonly notApproved: ReactNode;
  readonly planned: ReactNode;
  readonly forecast: ReactNode;
  readonly more?: ReactNode;
}

function Use({ label, used, head, billed, approved, notApproved, planned, forecast, more }: UseProps) {
  const { t } = useLingui();
  const figures = [
    ["billed", t`Billed`, billed],
    ["approved", t`Approved`, approved],
    ["logged", t`Not approved`, notApproved],
    ["planned", t`Planned`, planned],
    [null, t`At completion`, forecast],
  ] as const;
  return (
    <div className={styles.budget}>
      <p className="spread">
        <strong>{label}</strong>
        <span>{head}</span>
      </p>
      <BudgetBar label={label} used={used} />
      <dl className={styles.figures}>
        {figures.map(([key, name, value]) => (
          <div key={name}>
            <dt>
              {key && used.used_percent !== null && <span className={`${styles.key} ${styles[key]}`} />}{" "}
              {name}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {more}
      <Warning used={used} />
    </div>
  );
}

function Warning({ used }: { readonly used: Used }) {
  const { t } = useLingui();
  const { used_percent: logged, forecast_percent: forecast } = used;
  if (logged !== null && logged > 100)
    return <Note tone="danger">{t`${logged} % of the budget are used.`}</Note>;
  if (forecast !== null && forecast > 100)
    return <Note tone="warn">{t`With what is planned it will be ${forecast} % of the budget.`}</Note>;
  return null;
}

/** What it costs, for those who may know. */
function Margin({ budget: { costs } }: { readonly budget: Budget }) {
  const { t } = useLingui();
  if (!costs || costs.sums.length === 0) return null;
  return (
    <dl className={styles.figures}>
      {costs.sums.map((cost) => (
        <div key={cost.forecast.currency}>
          <dt>{t`Cost at completion`}</dt>
          <dd>
            <Money value={cost.forecast} />
          </dd>
        </div>
      ))}
      <div>
        <dt>{t`Margin so far`}</dt>
        <dd>
          <Money value={costs.margin} />
        </dd>
      </div>
      <div>
        <dt>{t`Margin at completion`}</dt>
        <dd>
          <Money value={costs.forecast_margin} />
        </dd>
      </div>
    </dl>
  );
}
