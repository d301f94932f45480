import { Trans, useLingui } from "@lingui/react/macro";
import { asProblem } from "../api/problem.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { rates } from "../api/rates.ts";
import { usePages } from "../api/usePages.ts";
import { useMay } from "../session/may.ts";
import { browserZone } from "../time/clock.ts";
import { instantOf } from "../time/workDate.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState, Loading } from "../ui/EmptyState.tsx";
import { TextField } from "../ui/Field.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { Pager } from "../ui/Pager.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { ChangeRate, EndRate } from "./ChangeRate.tsx";
import { Finder } from "./Finder.tsx";
import { NewRate } from "./NewRate.tsx";
import styles from "./Rates.module.css";
import { RateTable } from "./RateTable.tsx";
import { Unpriced } from "./Unpriced.tsx";
import { useAsked } from "./useAsked.ts";

/** Which rules price an hour, which of them wins and why, and what has no price. */
export default function RatesPage() {
  const { t } = useLingui();
  const may = useMay();
  const [, ask] = useAsked();
  const title = t`Rates`;
  if (!may("see-rates"))
    return (
      <Page title={title}>
        <EmptyState title={may.not("see-rates") ?? ""} />
      </Page>
    );
  return (
    <Page
      title={title}
      lead={t`What an hour costs. Of the rates that hold on the day, the most specific wins.`}
      actions={
        <Button look="primary" off={may.not("change-rates")} onClick={() => ask({ add: "1" })}>
          <Trans>Add a rate</Trans>
        </Button>
      }
    >
      <Rates />
      <Unpriced />
      <Finder />
    </Page>
  );
}

function Rates() {
  const { t } = useLingui();
  const [asked, ask] = useAsked();
  const known = asked("known");
  const knownAt = known ? instantOf(known, "23:59:59", browserZone()) : undefined;
  const list = usePages(
    rates.pages("/v1/rates", { params: { query: { limit: 200, ...(knownAt && { known_at: knownAt }) } } }),
  );
  const show = asked("show") === "all" || known ? "all" : "holding";
  return (
    <Section title={t`The rates`}>
      <div className={styles.filters}>
        <Choice
          label={t`Which rates`}
          name="show"
          value={show}
          options={[
            ["holding", t`Today and later`],
            ["all", t`All`],
          ]}
          onChange={(value) => ask({ show: value === "all" ? "all" : null, known: null })}
        />
        <TextField
          label={t`As they were on record at the end of`}
          name="known"
          type="date"
          value={known}
          onChange={(event) => ask({ known: event.target.value })}
        />
      </div>
      {list.error && <ProblemNote problem={asProblem(list.error)} retry={list.retry} />}
      {list.loading ? <Loading label={t`Loading…`} /> : <RateTable rates={list.items} all={show === "all"} />}
      <Pager more={list.more} loading={list.loadingMore} />
      <NewRate />
      <ChangeRate rate={list.items.find(({ id }) => id === asked("change"))} />
      <EndRate rate={list.items.find(({ id }) => id === asked("end"))} />
    </Section>
  );
}
