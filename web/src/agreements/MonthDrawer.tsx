import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useFormats } from "../i18n/format.ts";
import { formatDuration } from "../time/duration.ts";
import { Drawer } from "../ui/Dialog.tsx";
import { Facts } from "../ui/Page.tsx";
import { Amount } from "./Amount.tsx";
import type { Agreement, Month } from "./agreement.ts";
import { Billing } from "./Billing.tsx";
import { CoveredTime } from "./CoveredTime.tsx";
import { LedgerRows } from "./LedgerRows.tsx";

interface Props {
  readonly agreement: Agreement;
  readonly month: Month;
  readonly onClose: () => void;
}

/** A month down to its seconds: what it had and from where, what was used, what that costs, and the time itself. */
export function MonthDrawer({ agreement, month, onClose }: Props) {
  const { month: name } = useFormats();
  return (
    <Drawer title={name(month.month)} open onClose={onClose}>
      <div className="stack">
        {agreement.kind === "monthly-minimum" ? (
          <FeeFacts agreement={agreement} month={month} />
        ) : (
          <MinimumFacts agreement={agreement} month={month} />
        )}
        <LedgerRows rows={month.rows} currency={agreement.currency} />
        <CoveredTime agreementId={agreement.id} month={month} />
      </div>
    </Drawer>
  );
}

type Part = Omit<Props, "onClose">;
type Fact = readonly [string, ReactNode];

function FeeFacts({ agreement: { currency }, month }: Part) {
  const { t } = useLingui();
  const { month: name } = useFormats();
  const rolled = month.rolled_over.map(
    (one): Fact => [t`Rolled over from ${name(one.month)}`, formatDuration(one.seconds)],
  );
  return (
    <Facts
      facts={[
        [t`Hours of the month`, formatDuration(month.base_seconds)],
        ...rolled,
        [t`Used`, formatDuration(month.used_seconds)],
        [t`Left`, formatDuration(month.remaining_seconds)],
        ...(month.expiring_seconds > 0
          ? [[t`Of that lost`, formatDuration(month.expiring_seconds)] as const]
          : []),
        [t`Above, by the hour`, formatDuration(month.overage_seconds)],
        [t`Fee`, <Amount key="fee" amount={month.amount} currency={currency} />],
        [t`By the hour`, <Amount key="fees" amount={month.fees} currency={currency} />],
        [t`Invoice`, <Billing key="invoice" {...month} />],
      ]}
    />
  );
}

function MinimumFacts({ agreement: { currency }, month }: Part) {
  const { t } = useLingui();
  return (
    <Facts
      facts={[
        [t`Minimum`, <Amount key="minimum" amount={month.minimum ?? "0"} currency={currency} />],
        [t`By the hour`, <Amount key="fees" amount={month.fees} currency={currency} />],
        [t`Missing of the minimum`, <Amount key="missing" amount={month.amount} currency={currency} />],
        [t`Invoice`, <Billing key="invoice" {...month} />],
      ]}
    />
  );
}
