import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { QueryView } from "../api/QueryView.tsx";
import { useName } from "../directory/lists.ts";
import { useMay } from "../session/may.ts";
import { useMe } from "../session/useMe.ts";
import { today } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Page } from "../ui/Page.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { useAsked } from "../ui/useAsked.ts";
import { AbsenceDialog } from "./AbsenceDialog.tsx";
import { AbsenceTable } from "./AbsenceTable.tsx";
import { absencesQuery } from "./absences.ts";

/** Days on which people are away: one's own, and for managers everybody's. */
export default function AbsencesPage() {
  const { t } = useLingui();
  const [asked, ask] = useAsked();
  const [asking, setAsking] = useState(false);
  const manages = useMay()("approve-time");
  const { agentId } = useMe();
  const nameOf = useName("agents");
  const agent = asked("agent");
  const whose = agent || (manages ? null : agentId);
  const all = asked("show") === "all";
  const query = useQuery(absencesQuery({ agentId: whose, firstDay: all ? null : today() }));
  const name = nameOf(agent);
  const off = manages || agentId ? undefined : t`You are not set up to log time here.`;
  return (
    <Page
      title={t`Absences`}
      lead={name}
      actions={
        <Button look="primary" off={off} onClick={() => setAsking(true)}>
          {manages ? <Trans>New absence</Trans> : <Trans>Ask for days off</Trans>}
        </Button>
      }
    >
      <div>
        <Choice
          label={t`Which absences`}
          name="show"
          value={all ? "all" : "coming"}
          options={[
            ["coming", t`Now and to come`],
            ["all", t`All`],
          ]}
          onChange={(show) => ask({ show })}
        />
      </div>
      <QueryView query={query}>
        {(absences) =>
          absences.length ? (
            <AbsenceTable absences={absences} manages={manages} />
          ) : (
            <EmptyState title={t`Nobody is away.`}>
              <Trans>Days off count less capacity once they are approved.</Trans>
            </EmptyState>
          )
        }
      </QueryView>
      {asking && (
        <AbsenceDialog agentId={agent || agentId} manages={manages} onClose={() => setAsking(false)} />
      )}
    </Page>
  );
}
