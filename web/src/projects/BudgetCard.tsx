import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useFormats } from "../i18n/format.ts";
import { formatDuration } from "../time/duration.ts";
import { Meter } from "../ui/Meter.tsx";
import { Card, Facts } from "../ui/Page.tsx";
import { LateBadge } from "./LateBadge.tsx";
import styles from "./Projects.module.css";
import { share, type Tracked } from "./project.ts";

/** The hours that may be used, those that were, and when it will be finished. */
export function BudgetCard({ tracked }: { readonly tracked: Tracked }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const { progress } = tracked;
  const none = t`unknown`;
  const facts: (readonly [string, ReactNode])[] = [
    [t`Estimated`, progress.estimate_seconds === null ? none : formatDuration(progress.estimate_seconds)],
    [t`Logged`, formatDuration(progress.logged_seconds)],
    [t`Left to do`, progress.remaining_seconds === null ? none : formatDuration(progress.remaining_seconds)],
    [t`Planned finish`, progress.planned_finish ? day(progress.planned_finish) : t`not planned`],
    [t`Finish at this pace`, progress.forecast_finish ? day(progress.forecast_finish) : none],
  ];
  return (
    <Card>
      <BudgetOfHours tracked={tracked} />
      <Facts facts={facts} />
      {progress.late && (
        <p>
          <LateBadge late={progress.late} />
        </p>
      )}
    </Card>
  );
}

function BudgetOfHours({ tracked: { budget } }: { readonly tracked: Tracked }) {
  const { t } = useLingui();
  const { month } = useFormats();
  if (!budget)
    return (
      <p className="muted">
        <Trans>No budget of hours.</Trans>
      </p>
    );
  const { logged_seconds: logged, budget_seconds: whole } = budget;
  const over = logged > whole;
  const label = budget.month ? t`Budget of hours, ${month(budget.month)}` : t`Budget of hours`;
  const tone = over ? "danger" : logged * 5 >= whole * 4 ? "warn" : "ok";
  return (
    <div className={styles.budget}>
      <p className="spread">
        <strong>{label}</strong>
        <span>{t`${formatDuration(logged)} of ${formatDuration(whole)}`}</span>
      </p>
      <Meter label={label} percent={share(logged, whole)} tone={tone} />
      <p className="muted">
        {over ? t`${formatDuration(logged - whole)} too much` : t`${formatDuration(whole - logged)} left`}
        {" · "}
        <Overspend policy={budget.overspend} />
      </p>
    </div>
  );
}

function Overspend({ policy }: { readonly policy: "allow" | "warn" | "refuse" }) {
  if (policy === "refuse") return <Trans>More time is refused</Trans>;
  if (policy === "warn") return <Trans>Who logs more is warned</Trans>;
  return <Trans>More time is taken</Trans>;
}
