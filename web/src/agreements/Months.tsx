import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { QueryView } from "../api/QueryView.tsx";
import { rates } from "../api/rates.ts";
import { today } from "../time/clock.ts";
import { addMonths, firstOfMonth } from "../time/workDate.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Section } from "../ui/Page.tsx";
import { useAsked } from "../ui/useAsked.ts";
import type { Agreement, Month } from "./agreement.ts";
import { MonthDrawer } from "./MonthDrawer.tsx";
import { MonthTable } from "./MonthTable.tsx";

const USUAL = 12;
const MOST = 120;

/** The ledger, the newest month first; each month opens. */
export function Months({ agreement }: { readonly agreement: Agreement }) {
  const { t } = useLingui();
  const [asked, ask] = useAsked();
  const all = asked("months") === "all";
  const back = (count: number) => addMonths(firstOfMonth(today()), 1 - count);
  const query = all ? { first_month: latest(firstOfMonth(agreement.first_day), back(MOST)) } : {};
  const params = { path: { agreement_id: agreement.id }, query };
  const ledger = useQuery(rates.query("/v1/agreements/{agreement_id}/ledger", { params }));
  const more = !all && agreement.first_day < back(USUAL);
  return (
    <Section title={t`Months`} actions={<Csv agreement={agreement} />}>
      <QueryView query={ledger}>{({ months }) => <Ledger agreement={agreement} months={months} />}</QueryView>
      {more && (
        <div>
          <Button onClick={() => ask({ months: "all" })}>
            <Trans>Show all months</Trans>
          </Button>
        </div>
      )}
    </Section>
  );
}

function Ledger({ agreement, months }: { readonly agreement: Agreement; readonly months: readonly Month[] }) {
  const { t } = useLingui();
  const [asked, ask] = useAsked();
  const opened = months.find(({ month }) => month === asked("month"));
  if (months.length === 0) return <EmptyState title={t`No month has begun yet`} />;
  return (
    <>
      <MonthTable agreement={agreement} months={months.toReversed()} />
      {opened && (
        <MonthDrawer agreement={agreement} month={opened} onClose={() => ask({ month: null, price: null })} />
      )}
    </>
  );
}

function Csv({ agreement: { id, name } }: { readonly agreement: Agreement }) {
  return (
    <a href={`/rates/v1/agreements/${id}/ledger.csv`} download={`${name}.csv`}>
      <Trans>Table as CSV</Trans>
    </a>
  );
}

function latest(one: string, other: string): string {
  return one > other ? one : other;
}
