import { Trans, useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { useAsked } from "../ui/useAsked.ts";
import type { Multiplier } from "./multipliers.ts";
import { byWeight } from "./order.ts";
import { Scope } from "./Scope.tsx";
import { StandingBadge } from "./StandingBadge.tsx";
import { useWindowWords } from "./useWindowWords.ts";

const KINDS = ["holiday", "overtime-day", "overtime-week", "hours"];

/** In the order in which they go before each other: by kind, then the most specific first. */
export function MultiplierTable({ multipliers }: { readonly multipliers: readonly Multiplier[] }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const words = useWindowWords();
  if (multipliers.length === 0) return <NoMultipliers />;
  const rows = KINDS.flatMap((kind) => byWeight(multipliers.filter((one) => one.kind === kind)));
  return (
    <DataTable
      label={t`Supplements, in the order in which they go before each other`}
      rows={rows}
      rowKey={(one) => one.id}
      columns={[
        { key: "name", head: t`Name`, main: true, cell: (one) => one.name },
        { key: "when", head: t`When`, cell: words.when },
        {
          key: "charge",
          head: t`Per hour`,
          align: "end",
          cell: (one) => <strong className="number">{words.charge(one)}</strong>,
        },
        { key: "scope", head: t`For`, cell: (one) => <For one={one} /> },
        { key: "from", head: t`From`, cell: (one) => day(one.valid_from) },
        {
          key: "to",
          head: t`Until`,
          cell: (one) => (one.valid_to ? day(one.valid_to) : <Trans>further notice</Trans>),
        },
        { key: "state", head: t`State`, cell: (one) => <StandingBadge rule={one} on={today()} /> },
        { key: "acts", head: t`Change`, acts: true, cell: (one) => <End one={one} /> },
      ]}
    />
  );
}

function For({ one }: { readonly one: Multiplier }) {
  return one.weight === 0 ? <Trans>All work</Trans> : <Scope rate={one} />;
}

function End({ one }: { readonly one: Multiplier }) {
  const may = useMay();
  const [, ask] = useAsked();
  if (!may("change-rates")) return null;
  return (
    <Button small look="quiet" onClick={() => ask({ end: one.id })}>
      <Trans context="surcharge">End it</Trans>
    </Button>
  );
}

function NoMultipliers() {
  const { t } = useLingui();
  const may = useMay();
  const [, ask] = useAsked();
  return (
    <EmptyState
      title={t`No supplements yet`}
      action={
        <Button look="primary" off={may.not("change-rates")} onClick={() => ask({ add: "1" })}>
          <Trans>Add the first one</Trans>
        </Button>
      }
    >
      <Trans>
        Every hour of the week is charged at its rate. A supplement multiplies that for some hours, or gives
        them a rate of their own.
      </Trans>
    </EmptyState>
  );
}
