import { useLingui } from "@lingui/react/macro";
import { useParams } from "react-router";
import { ProblemNote, QueryView } from "../api/QueryView.tsx";
import { useMemberName } from "../directory/members.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { browserZone } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { Page } from "../ui/Page.tsx";
import { IssueButton } from "./IssueButton.tsx";
import { Outcomes } from "./Outcomes.tsx";
import { hasLeft, ofChosen } from "./outcome.ts";
import { Progress } from "./Progress.tsx";
import { RunBadge } from "./RunBadge.tsx";
import { RunTallies } from "./RunTallies.tsx";
import { isAtWork, type Run, useContinueRun, useRun } from "./useRun.ts";
import { useRunName } from "./useRunName.ts";

/** One run: how far it is, what came of each customer, and the drafts to be issued. */
export default function RunPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const run = useRun(id);
  const nameOf = useRunName();
  return (
    <Page
      title={run.data ? nameOf(run.data) : t`Billing run`}
      lead={run.data && <Lead run={run.data} />}
      back={{ to: paths.billingRuns, label: t`Billing runs` }}
      actions={run.data && <Acts run={run.data} />}
    >
      <QueryView query={run} lines={8}>
        {(found) => (
          <>
            <Progress run={found} />
            <RunTallies run={found} />
            <Outcomes run={found} />
          </>
        )}
      </QueryView>
    </Page>
  );
}

function Lead({ run }: { readonly run: Run }) {
  const { t } = useLingui();
  const { moment } = useFormats();
  const name = useMemberName()(run.created_by);
  const at = moment(run.created_at, browserZone());
  return (
    <>
      <RunBadge state={run.state} />{" "}
      {run.created_by === "schedule" ? t`Begun by itself ${at}` : t`Begun ${at} by ${name}`}
      {run.earlier && <> · {t`with what was open of earlier days`}</>}
    </>
  );
}

function Acts({ run }: { readonly run: Run }) {
  const { t } = useLingui();
  const may = useMay();
  const again = useContinueRun(run);
  if (isAtWork(run)) return null;
  const off = may.not("change-invoices");
  return (
    <>
      <ProblemNote problem={again.problem} />
      {!ofChosen(run) && (
        <Button
          busy={again.running}
          off={off}
          look={hasLeft(run) ? "plain" : "quiet"}
          onClick={() => void again.run()}
        >
          {t`Draft what is missing`}
        </Button>
      )}
      {run.counts.drafts > 0 && <IssueButton run={run} drafts={null} />}
    </>
  );
}
