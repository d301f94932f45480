import { useLingui } from "@lingui/react/macro";
import { asProblem } from "../api/problem.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { rates } from "../api/rates.ts";
import { usePages } from "../api/usePages.ts";
import { useName } from "../directory/lists.ts";
import { ExplainEntryLink } from "../explain/Explain.tsx";
import { useFormats } from "../i18n/format.ts";
import { formatDuration } from "../time/duration.ts";
import { Loading } from "../ui/EmptyState.tsx";
import { Section } from "../ui/Page.tsx";
import { Pager } from "../ui/Pager.tsx";
import styles from "./Agreements.module.css";
import type { CoveredEntry, Month } from "./agreement.ts";
import { sharesOf, type Treatment } from "./shares.ts";

interface Props {
  readonly agreementId: string;
  readonly month: Month;
}

/** The entries of a month, and how their seconds are charged; each opens to why. */
export function CoveredTime({ agreementId, month }: Props) {
  const { t } = useLingui();
  const path = { agreement_id: agreementId, month: month.month };
  const list = usePages(
    rates.pages("/v1/agreements/{agreement_id}/months/{month}/time", {
      params: { path, query: { limit: 50 } },
    }),
  );
  return (
    <Section title={t`Time of the month`}>
      {list.loading && <Loading label={t`Loading…`} />}
      {list.error && <ProblemNote problem={asProblem(list.error)} retry={list.retry} />}
      {!list.loading && list.items.length === 0 && <p className="muted">{t`No time yet.`}</p>}
      {list.items.length > 0 && (
        <ul className={styles.list}>
          {list.items.map((entry) => (
            <li key={entry.entry_id}>
              <Entry entry={entry} />
            </li>
          ))}
        </ul>
      )}
      <Pager more={list.more} loading={list.loadingMore} />
    </Section>
  );
}

function Entry({ entry }: { readonly entry: CoveredEntry }) {
  const { day } = useFormats();
  const person = useName("agents");
  const project = useName("projects");
  const words = useTreatmentWords();
  const what = [person(entry.agent_id), project(entry.project_id)].filter(Boolean).join(", ");
  return (
    <>
      <span>
        {day(entry.work_date)}
        <span className="muted small"> · {what}</span>
      </span>
      <ExplainEntryLink entry={entry.entry_id} of={day(entry.work_date)}>
        {sharesOf(entry.segments)
          .map(({ treatment, seconds }) => `${formatDuration(seconds)} ${words[treatment]}`)
          .join(" + ")}
      </ExplainEntryLink>
    </>
  );
}

function useTreatmentWords(): Readonly<Record<Treatment, string>> {
  const { t } = useLingui();
  return { hourly: t`by the hour`, included: t`included`, overage: t`above`, prepaid: t`prepaid` };
}
