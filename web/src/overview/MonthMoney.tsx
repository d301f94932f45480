import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { QueryView } from "../api/QueryView.tsx";
import { type Amount, useFormats } from "../i18n/format.ts";
import { paths, withQuery } from "../paths.ts";
import { type Day, firstOfMonth } from "../time/workDate.ts";
import { Duration, Money } from "../ui/Money.tsx";
import { Section } from "../ui/Page.tsx";
import { useExpected, useTurnover } from "./reads.ts";
import { Tile, Tiles } from "./Tile.tsx";

/** What this month is expected to earn, what was invoiced and received in it, and what is late. */
export function MonthMoney({ today }: { readonly today: Day }) {
  const { t } = useLingui();
  return (
    <Section title={t`This month`}>
      <Tiles>
        <Expected today={today} />
        <Margin today={today} />
        <Turnover today={today} />
      </Tiles>
    </Section>
  );
}

function Expected({ today }: { readonly today: Day }) {
  const { t } = useLingui();
  const expected = useExpected(today);
  const totals = expected.data?.totals ?? [];
  const seconds = totals.reduce((sum, total) => sum + total.seconds, 0);
  return (
    <Tile
      label={t`Expected revenue`}
      to={paths.revenue}
      detail={
        <Trans>
          <Duration seconds={seconds} /> of billable work, before tax
        </Trans>
      }
    >
      <Amounts amounts={totals.map(({ amount }) => amount)} />
    </Tile>
  );
}

/** What remains of the expected revenue when the work is paid; nothing for those who may not see costs, or have none. */
function Margin({ today }: { readonly today: Day }) {
  const { t } = useLingui();
  const costs = useExpected(today).data?.costs;
  if (!costs?.totals.length) return null;
  const missing = costs.without_cost.seconds;
  const foreign = costs.margins.length < new Set(costs.costs.map((one) => one.organization_id)).size;
  return (
    <Tile
      label={t`Margin`}
      to={paths.costs}
      tone={missing ? "warn" : "neutral"}
      detail={
        missing ? (
          <Trans>
            <Duration seconds={missing} /> of work have no cost
          </Trans>
        ) : foreign ? (
          <Trans>without customers who pay in another currency</Trans>
        ) : (
          <Costs amounts={costs.totals} />
        )
      }
    >
      <Amounts amounts={costs.margin_totals} />
    </Tile>
  );
}

function Costs({ amounts }: { readonly amounts: readonly Amount[] }) {
  const { money } = useFormats();
  const costs = amounts.map(money).join(" + ");
  return <Trans>after {costs} of costs</Trans>;
}

function Turnover({ today }: { readonly today: Day }) {
  const { t } = useLingui();
  const turnover = useTurnover();
  return (
    <QueryView query={turnover} lines={2}>
      {({ months, owed }) => {
        const current = months.filter(({ month }) => month === firstOfMonth(today));
        const count = current.reduce((sum, { invoices }) => sum + invoices, 0);
        const late = owed.filter(({ overdue_invoices }) => overdue_invoices > 0);
        const lateCount = late.reduce((sum, { overdue_invoices }) => sum + overdue_invoices, 0);
        return (
          <>
            <Tile
              label={t`Billed`}
              to={paths.invoices}
              detail={<Plural value={count} one="# invoice, before tax" other="# invoices, before tax" />}
            >
              <Amounts amounts={current.map(({ invoiced }) => invoiced)} />
            </Tile>
            <Tile label={t`Paid`} to={paths.payments} detail={t`with tax`}>
              <Amounts amounts={current.map(({ received }) => received)} />
            </Tile>
            <Tile
              label={t({ message: "Overdue", context: "several" })}
              to={withQuery(paths.invoices, { show: "overdue" })}
              tone={late.length ? "danger" : "neutral"}
              detail={<Plural value={lateCount} _0="Nobody is late" one="# invoice" other="# invoices" />}
            >
              <Amounts amounts={late.map(({ overdue }) => overdue)} />
            </Tile>
          </>
        );
      }}
    </QueryView>
  );
}

/** One line for each currency: they are never added up. */
function Amounts({ amounts }: { readonly amounts: readonly Amount[] }) {
  if (amounts.length === 0) return <span className="muted">–</span>;
  return amounts.map((amount) => (
    <div key={amount.currency}>
      <Money value={amount} />
    </div>
  ));
}
