import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useFormats } from "../i18n/format.ts";
import { Money } from "../ui/Money.tsx";
import { Tallies } from "../ui/Tallies.tsx";
import { ofChosen } from "./outcome.ts";
import type { Run } from "./useRun.ts";

/** How many customers and drafts are where, and what it comes to in each currency. */
export function RunTallies({ run }: { readonly run: Run }) {
  const { counts, sums } = run;
  const { t } = useLingui();
  const { count } = useFormats();
  const tallies: readonly (readonly [string, ReactNode])[] = [
    [t`Customers`, count(counts.customers)],
    [t`Open drafts`, count(counts.drafts)],
    [t`Issued`, count(counts.issued)],
    ...(counts.failed ? [[t`Not drafted`, count(counts.failed)] as const] : []),
    ...(counts.refused ? [[t`Not issued`, count(counts.refused)] as const] : []),
    ...sums.map(
      ({ currency, drafted, issued }) =>
        [
          ofChosen(run) ? t`Chosen in ${currency}` : t`Drafted in ${currency}`,
          <span key={currency}>
            <Money value={drafted} strong />
            <small className="muted">
              {t`issued`} <Money value={issued} />
            </small>
          </span>,
        ] as const,
    ),
  ];
  return <Tallies tallies={tallies} />;
}
