import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemNote, QueryView } from "../api/QueryView.tsx";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useWrite } from "../api/useWrite.ts";
import type { Agent } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { formatDuration } from "../time/duration.ts";
import { Button } from "../ui/Button.tsx";
import styles from "./Teams.module.css";
import { WorkingHoursDialog } from "./WorkingHoursDialog.tsx";

/** How long somebody works in a week, from which day on. */
export function WorkingHours({ agent }: { readonly agent: Agent }) {
  const { t } = useLingui();
  const may = useMay();
  const [adding, setAdding] = useState(false);
  const params = { path: { agent_id: agent.id } };
  const hours = useQuery(timer.query("/v1/agents/{agent_id}/working-hours", { params }));
  return (
    <section className="stack" aria-label={t`Working hours`}>
      <h3>
        <Trans>Working hours</Trans>
      </h3>
      <QueryView query={hours} lines={1}>
        {({ items }) => (
          <>
            {items.length === 0 && (
              <p className="muted small">
                <Trans>The account's working week, as it stands in the settings.</Trans>
              </p>
            )}
            <ul className={styles.list}>
              {items.map((one) => (
                <Week key={one.first_day} agentId={agent.id} firstDay={one.first_day} week={one.week} />
              ))}
            </ul>
          </>
        )}
      </QueryView>
      <div>
        <Button off={may.not("manage-work")} onClick={() => setAdding(true)}>
          <Trans>New working hours</Trans>
        </Button>
      </div>
      {adding && <WorkingHoursDialog agentId={agent.id} onClose={() => setAdding(false)} />}
    </section>
  );
}

interface WeekProps {
  readonly agentId: string;
  readonly firstDay: string;
  readonly week: readonly number[];
}

function Week({ agentId, firstDay, week }: WeekProps) {
  const { t } = useLingui();
  const { day } = useFormats();
  const may = useMay();
  const params = { path: { agent_id: agentId, first_day: firstDay } };
  const remove = useWrite(
    () => data(timer.DELETE("/v1/agents/{agent_id}/working-hours/{first_day}", { params })),
    { refresh: ["timer"] },
  );
  const first = day(firstDay);
  const hours = formatDuration(week.reduce((sum, seconds) => sum + seconds, 0));
  return (
    <li>
      <div>
        <span>
          <Trans>{hours} a week</Trans>
        </span>
        <span className="muted small">
          <Trans>From {first} on</Trans>
        </span>
        <ProblemNote problem={remove.problem} />
      </div>
      <Button
        small
        busy={remove.running}
        off={may.not("manage-work")}
        aria-label={t`Remove the working hours from ${first} on`}
        onClick={() => void remove.run(undefined)}
      >
        <Trans>Remove</Trans>
      </Button>
    </li>
  );
}
