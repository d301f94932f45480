import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useSearchParams } from "react-router";
import { ProblemNote, QueryView } from "../api/QueryView.tsx";
import { rates } from "../api/rates.ts";
import { data } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import { ExplainEntry } from "../explain/Explain.tsx";
import { paths } from "../paths.ts";
import { Denied } from "../session/Denied.tsx";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Page } from "../ui/Page.tsx";
import { AllAgree } from "./AllAgree.tsx";
import { BooksOfServices } from "./BooksOfServices.tsx";
import { Differences } from "./Differences.tsx";
import { Runs } from "./Runs.tsx";
import { isComparing, type Run, runShown } from "./reconciliations.ts";

const POLL_MILLISECONDS = 2_000;

/** Whether what is kept for reports and budgets is what the entries say; and where not, which entries. */
export default function FiguresPage() {
  const { t } = useLingui();
  const may = useMay();
  useEffect(arriveAtTitle, []);
  const title = t`Do the figures agree?`;
  if (!may("see-costs")) return <Denied title={title} lacks="see-costs" />;
  return <Comparisons title={title} />;
}

/** It has no path of its own, by which the frame would see that another screen is shown. */
function arriveAtTitle() {
  const focus = () => document.querySelector("h1")?.focus();
  focus();
  return focus;
}

function Comparisons({ title }: { readonly title: string }) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const list = useQuery({
    ...rates.query("/v1/reconciliations"),
    refetchInterval: ({ state }) => (isComparing(state.data?.items ?? []) ? POLL_MILLISECONDS : false),
  });
  const compare = useWrite(() => data(rates.POST("/v1/reconciliations")), {
    refresh: ["rates"],
    onRefused: () => void list.refetch(),
  });
  const comparing = compare.running || isComparing(list.data?.items ?? []);
  return (
    <Page
      title={title}
      back={{ to: paths.overview, label: t`Overview` }}
      lead={t`Once a day, what reports, budgets and prices show is compared with every entry, and with what timesheets and invoices have of it, to the second and the cent.`}
      actions={
        <Button look="primary" busy={comparing} onClick={() => void compare.run(undefined)}>
          {comparing ? <Trans>Comparing…</Trans> : <Trans>Compare now</Trans>}
        </Button>
      }
    >
      <ProblemNote problem={compare.problem} />
      <QueryView query={list}>
        {({ items }) => <Found runs={items} shown={runShown(items, search.get("figures"))} />}
      </QueryView>
      <ExplainEntry />
    </Page>
  );
}

function Found({ runs, shown }: { readonly runs: readonly Run[]; readonly shown: Run | undefined }) {
  return (
    <>
      {shown && shown.found > 0 ? <Differences key={shown.id} run={shown} /> : <AllAgree runs={runs} />}
      {shown && shown.books.length > 0 && <BooksOfServices books={shown.books} />}
      {runs.length > 0 && <Runs runs={runs} />}
    </>
  );
}
