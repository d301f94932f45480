import { Trans, useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { DataTable } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Money } from "../ui/Money.tsx";
import { useAsked } from "../ui/useAsked.ts";
import { byWeight, standing } from "./order.ts";
import type { Kind, Rule } from "./rates.ts";
import { Scope } from "./Scope.tsx";
import { StandingBadge } from "./StandingBadge.tsx";
import { useRuleWords } from "./useRuleWords.ts";

interface Props {
  readonly kind: Kind;
  readonly rules: readonly Rule[];
  readonly all: boolean;
}

/** The most specific first: a rule further up wins over those below that cover the same work. */
export function RateTable({ kind, rules, all }: Props) {
  const { t } = useLingui();
  const words = useRuleWords(kind);
  const { day } = useFormats();
  const shown = byWeight(rules).filter((rate) => all || standing(rate, today()) !== "over");
  if (shown.length === 0) return <NoRules kind={kind} />;
  return (
    <DataTable
      label={words.table}
      rows={shown}
      rowKey={(rate) => rate.id}
      columns={[
        { key: "scope", head: t`For`, main: true, cell: (rate) => <Scope rate={rate} /> },
        {
          key: "rate",
          head: t`Per hour`,
          align: "end",
          cell: (rate) => <Money value={rate.hourly} strong />,
        },
        { key: "from", head: t`From`, cell: (rate) => day(rate.valid_from) },
        {
          key: "to",
          head: t`Until`,
          cell: (rate) => (rate.valid_to ? day(rate.valid_to) : <Trans>further notice</Trans>),
        },
        { key: "state", head: t`State`, cell: (rate) => <StandingBadge rule={rate} on={today()} /> },
        { key: "acts", head: t`Change`, acts: true, cell: (rate) => <Acts rate={rate} /> },
      ]}
    />
  );
}

function NoRules({ kind }: { readonly kind: Kind }) {
  const words = useRuleWords(kind);
  const may = useMay();
  const [, ask] = useAsked();
  return (
    <EmptyState
      title={words.none}
      action={
        <Button look="primary" off={may.not(words.change)} onClick={() => ask({ add: "1" })}>
          {words.addFirst}
        </Button>
      }
    >
      <Trans>
        Begin with one that names nothing: it holds for all work until a more specific one is made.
      </Trans>
    </EmptyState>
  );
}

function Acts({ rate }: { readonly rate: Rule }) {
  const words = useRuleWords(rate.kind);
  const may = useMay();
  const [, ask] = useAsked();
  if (rate.superseded_at || !may(words.change)) return null;
  return (
    <div className="row">
      <Button small onClick={() => ask({ change: rate.id })}>
        <Trans>New amount</Trans>
      </Button>
      <Button small look="quiet" onClick={() => ask({ end: rate.id })}>
        {words.endIt}
      </Button>
    </div>
  );
}
