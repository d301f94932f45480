import { Trans, useLingui } from "@lingui/react/macro";
import { ProblemNote } from "../api/QueryView.tsx";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useWrite } from "../api/useWrite.ts";
import type { Agent } from "../directory/lists.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { toast } from "../ui/toasts.ts";

/** Whether time is still logged for somebody. What was logged stays either way. */
export function AgentActivity({ agent }: { readonly agent: Agent }) {
  const { t } = useLingui();
  const may = useMay();
  const { name, active, time_zone } = agent;
  const change = useWrite(
    (now: boolean) => {
      const params = { path: { agent_id: agent.id }, header: ifMatch(agent) };
      return data(timer.PATCH("/v1/agents/{agent_id}", { params, body: { active: now } }));
    },
    {
      refresh: ["timer"],
      onDone: (after) => toast(after.active ? t`${name} logs time again.` : t`${name} logs no more time.`),
    },
  );
  return (
    <section className="stack" aria-label={t`Time`}>
      <h3>
        <Trans>Time</Trans>
      </h3>
      <p className="muted small">
        {active ? (
          <Trans>
            Logs time as {name}, in the zone {time_zone}.
          </Trans>
        ) : (
          <Trans>No time is logged as {name} any more. What was logged stays.</Trans>
        )}
      </p>
      <ProblemNote problem={change.problem} />
      <div>
        <Button busy={change.running} off={may.not("manage-work")} onClick={() => void change.run(!active)}>
          {active ? <Trans>Make inactive</Trans> : <Trans>Make active</Trans>}
        </Button>
      </div>
    </section>
  );
}
