import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { timer } from "../api/timer.ts";
import { Denied } from "../session/Denied.tsx";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { addDays } from "../time/workDate.ts";
import { Button } from "../ui/Button.tsx";
import { Page } from "../ui/Page.tsx";
import { PlanTable } from "./PlanTable.tsx";
import { PlanTabs } from "./PlanTabs.tsx";
import { firstWeek, WEEKS } from "./plan.ts";

/** Who is to do what in which week, against what they can. */
export default function PlanPage() {
  const { t } = useLingui();
  const may = useMay();
  const title = t({ message: "Plan", context: "screen" });
  if (!may("see-work")) return <Denied title={title} lacks="see-work" />;
  return (
    <Page
      title={title}
      lead={t`Estimates of open tasks, spread over their working days.`}
      actions={<Weeks />}
    >
      <PlanTabs />
      <Weekly />
    </Page>
  );
}

function useFirstWeek() {
  const [params, setParams] = useSearchParams();
  const first = firstWeek(params.get("from"), today());
  const go = (weeks: number) => setParams({ from: addDays(first, weeks * 7) });
  return [first, go, () => setParams({})] as const;
}

function Weeks() {
  const [, go, home] = useFirstWeek();
  return (
    <>
      <Button onClick={() => go(-WEEKS)}>
        <Trans>Earlier</Trans>
      </Button>
      <Button onClick={home}>
        <Trans>This week</Trans>
      </Button>
      <Button onClick={() => go(WEEKS)}>
        <Trans>Later</Trans>
      </Button>
    </>
  );
}

function Weekly() {
  const [first] = useFirstWeek();
  const query = { from: first, weeks: WEEKS };
  const plan = useQuery(timer.query("/v1/plan", { params: { query } }));
  return <QueryView query={plan}>{(found) => <PlanTable plan={found} />}</QueryView>;
}
