import { useLingui } from "@lingui/react/macro";
import { asProblem } from "../api/problem.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { browserZone } from "../time/clock.ts";
import { instantOf } from "../time/workDate.ts";
import { Loading } from "../ui/EmptyState.tsx";
import { TextField } from "../ui/Field.tsx";
import { Section } from "../ui/Page.tsx";
import { Pager } from "../ui/Pager.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { useAsked } from "../ui/useAsked.ts";
import { ChangeRate, EndRate } from "./ChangeRate.tsx";
import { NewRate } from "./NewRate.tsx";
import styles from "./Rates.module.css";
import { RateTable } from "./RateTable.tsx";
import type { Kind } from "./rates.ts";
import { useRules } from "./useRules.ts";
import { useRuleWords } from "./useRuleWords.ts";

/** The rules of a kind, as they are or were on record, and the forms that change them. */
export function Rules({ kind }: { readonly kind: Kind }) {
  const { t } = useLingui();
  const words = useRuleWords(kind);
  const [asked, ask] = useAsked();
  const known = asked("known");
  const knownAt = known ? instantOf(known, "23:59:59", browserZone()) : undefined;
  const list = useRules(kind, knownAt);
  const show = asked("show") === "all" || known ? "all" : "holding";
  return (
    <Section title={words.list}>
      <div className={styles.filters}>
        <Choice
          label={words.which}
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
      {list.loading ? (
        <Loading label={t`Loading…`} />
      ) : (
        <RateTable kind={kind} rules={list.items} all={show === "all"} />
      )}
      <Pager more={list.more} loading={list.loadingMore} />
      <NewRate kind={kind} />
      <ChangeRate rate={list.items.find(({ id }) => id === asked("change"))} />
      <EndRate rate={list.items.find(({ id }) => id === asked("end"))} />
    </Section>
  );
}
