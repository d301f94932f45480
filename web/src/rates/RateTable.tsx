import { Trans, useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Money } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import { byWeight, standing } from "./order.ts";
import type { Rate } from "./rates.ts";
import { Scope } from "./Scope.tsx";
import { useAsked } from "./useAsked.ts";

/** The most specific first: a rate further up wins over those below that cover the same work. */
export function RateTable({ rates, all }: { readonly rates: readonly Rate[]; readonly all: boolean }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const shown = byWeight(rates).filter((rate) => all || standing(rate, today()) !== "over");
  if (shown.length === 0) return <NoRates />;
  return (
    <DataTable
      label={t`Rates, the most specific first`}
      rows={shown}
      rowKey={(rate) => rate.id}
      columns={[
        { key: "scope", head: t`For`, main: true, cell: (rate) => <Scope rate={rate} /> },
        {
          key: "rate",
          head: t`Per hour`,
          align: "end",
          cell: (rate) => <Money value={rate.hourly_rate} strong />,
        },
        { key: "from", head: t`From`, cell: (rate) => day(rate.valid_from) },
        {
          key: "to",
          head: t`Until`,
          cell: (rate) => (rate.valid_to ? day(rate.valid_to) : <Trans>further notice</Trans>),
        },
        { key: "state", head: t`State`, cell: (rate) => <Standing rate={rate} /> },
        { key: "acts", head: t`Change`, acts: true, cell: (rate) => <Acts rate={rate} /> },
      ]}
    />
  );
}

function NoRates() {
  const { t } = useLingui();
  const may = useMay();
  const [, ask] = useAsked();
  return (
    <EmptyState
      title={t`No rates yet`}
      action={
        <Button look="primary" off={may.not("change-rates")} onClick={() => ask({ add: "1" })}>
          <Trans>Add the first rate</Trans>
        </Button>
      }
    >
      <Trans>
        Begin with one that names nothing: it holds for all work until a more specific one is made.
      </Trans>
    </EmptyState>
  );
}

function Standing({ rate }: { readonly rate: Rate }) {
  const now = standing(rate, today());
  if (now === "coming")
    return (
      <Badge tone="info">
        <Trans>Later</Trans>
      </Badge>
    );
  return now === "over" ? (
    <Badge>
      <Trans>Ended</Trans>
    </Badge>
  ) : (
    <Badge tone="ok">
      <Trans>Holds</Trans>
    </Badge>
  );
}

function Acts({ rate }: { readonly rate: Rate }) {
  const may = useMay();
  const [, ask] = useAsked();
  if (rate.superseded_at || !may("change-rates")) return null;
  return (
    <div className="row">
      <Button small onClick={() => ask({ change: rate.id })}>
        <Trans>New amount</Trans>
      </Button>
      <Button small look="quiet" onClick={() => ask({ end: rate.id })}>
        <Trans>End the rate</Trans>
      </Button>
    </div>
  );
}
