import { useLingui } from "@lingui/react/macro";
import { ProblemNote } from "../api/QueryView.tsx";
import { ExplainEntry, ExplainEntryLink } from "../explain/Explain.tsx";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { browserZone } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { Duration, Money } from "../ui/Money.tsx";
import { Card, Section } from "../ui/Page.tsx";
import styles from "./DraftPage.module.css";
import moving from "./MoveTime.module.css";
import type { Draft } from "./useDraft.ts";
import { type Repriced, useDismiss, useRepriced } from "./useMoving.ts";

/** What new prices changed on the draft, until somebody says that they have seen it. */
export function RepricedTime({ draft }: { readonly draft: Draft }) {
  const { t } = useLingui();
  const items = useRepriced(draft).data?.items ?? [];
  const dismiss = useDismiss(draft);
  const off = useMay().not("change-invoices");
  if (items.length === 0) return null;
  return (
    <Section
      title={t`New prices on this draft`}
      actions={
        <Button onClick={() => void dismiss.run(items.map(({ id }) => id))} busy={dismiss.running} off={off}>
          {t`Seen`}
        </Button>
      }
    >
      <Card>
        <div className={styles.ways}>
          {items.map((one) => (
            <Change key={one.id} of={one} />
          ))}
        </div>
      </Card>
      <ProblemNote problem={dismiss.problem} />
      <ExplainEntry />
    </Section>
  );
}

function Change({ of }: { readonly of: Repriced }) {
  const { day, moment } = useFormats();
  const what = [of.work_item_name, of.agent_name, of.work_date && day(of.work_date)]
    .filter(Boolean)
    .join(", ");
  return (
    <div className={styles.way}>
      <div>
        {what} <span className="muted small">{moment(of.repriced_at, browserZone())}</span>
        <div className={moving.change}>
          <Differences of={of} />
        </div>
      </div>
      <ExplainEntryLink entry={of.entry_id} of={what}>
        <Duration seconds={of.seconds} />
      </ExplainEntryLink>
    </div>
  );
}

function Differences({ of }: { readonly of: Repriced }) {
  const { t } = useLingui();
  const { hourly_rate, hourly_rate_before, billed_seconds, billed_seconds_before } = of;
  return (
    <>
      {hourly_rate.amount !== hourly_rate_before.amount && (
        <span>
          {t`Per hour`} <Before>{<Money value={hourly_rate_before} />}</Before> <Money value={hourly_rate} />
        </span>
      )}
      {billed_seconds !== billed_seconds_before && (
        <span>
          {t`Charged time`} <Before>{<Duration seconds={billed_seconds_before} />}</Before>{" "}
          <Duration seconds={billed_seconds} />
        </span>
      )}
      {of.overage !== of.overage_before && (
        <span>
          {of.overage ? t`It exceeds its agreement now.` : t`It does not exceed an agreement any more.`}
        </span>
      )}
    </>
  );
}

function Before({ children }: { readonly children: React.ReactNode }) {
  const { t } = useLingui();
  return (
    <span className="muted">
      {children} <span aria-hidden="true">→</span>
      <span className="visually-hidden">{t`before; now`}</span>
    </span>
  );
}
