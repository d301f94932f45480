import { Trans, useLingui } from "@lingui/react/macro";
import { asProblem } from "../api/problem.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { rates } from "../api/rates.ts";
import { usePages } from "../api/usePages.ts";
import { RatesTabs } from "../explain/RatesTabs.tsx";
import { TableFile } from "../explain/TableFile.tsx";
import { Denied } from "../session/Denied.tsx";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Loading } from "../ui/EmptyState.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { Pager } from "../ui/Pager.tsx";
import { useAsked } from "../ui/useAsked.ts";
import { EndMultiplier } from "./EndMultiplier.tsx";
import { Holidays } from "./Holidays.tsx";
import { MultiplierTable } from "./MultiplierTable.tsx";
import { NewMultiplier } from "./NewMultiplier.tsx";

/** What evenings, weekends, holidays and overtime are charged at. */
export default function MultipliersPage() {
  const { t } = useLingui();
  const may = useMay();
  const [, ask] = useAsked();
  const title = t`Evenings, weekends and overtime`;
  if (!may("see-rates")) return <Denied title={title} lacks="see-rates" />;
  return (
    <Page
      title={title}
      lead={t`What an hour is charged at in the evening, at weekends, on holidays and as overtime. Time is cut to the second where another begins; none is stacked on another.`}
      actions={
        <Button look="primary" off={may.not("change-rates")} onClick={() => ask({ add: "1" })}>
          <Trans>Add a supplement</Trans>
        </Button>
      }
    >
      <RatesTabs />
      <List />
      <Holidays />
    </Page>
  );
}

function List() {
  const { t } = useLingui();
  const [asked, ask] = useAsked();
  const list = usePages(rates.pages("/v1/multipliers", { params: { query: { limit: 200 } } }));
  return (
    <Section title={t`The supplements`}>
      {list.error && <ProblemNote problem={asProblem(list.error)} retry={list.retry} />}
      {list.loading ? <Loading label={t`Loading…`} /> : <MultiplierTable multipliers={list.items} />}
      <Pager more={list.more} loading={list.loadingMore} />
      <TableFile table="multipliers" />
      <NewMultiplier />
      <EndMultiplier
        multiplier={list.items.find(({ id }) => id === asked("end"))}
        done={() => ask({ end: null })}
      />
    </Section>
  );
}
