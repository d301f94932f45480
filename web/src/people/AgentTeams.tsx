import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { QueryView } from "../api/QueryView.tsx";
import { timer } from "../api/timer.ts";
import { type Agent, useList, useName } from "../directory/lists.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { MembershipDialog } from "./MembershipDialog.tsx";
import { MembershipList } from "./MembershipList.tsx";
import { MoveDialog } from "./MoveDialog.tsx";
import type { Membership } from "./memberships.ts";

/** In which teams somebody was, is and will be. Nothing where there are no teams. */
export function AgentTeams({ agent }: { readonly agent: Agent }) {
  const { t } = useLingui();
  const may = useMay();
  const nameOf = useName("teams");
  const teams = useList("teams");
  const [edited, setEdited] = useState<Membership | null>(null);
  const [moving, setMoving] = useState(false);
  const params = { path: { agent_id: agent.id } };
  const memberships = useQuery(timer.query("/v1/agents/{agent_id}/memberships", { params }));
  if (teams.length === 0) return null;
  return (
    <section className="stack" aria-label={t`Teams`}>
      <h3>
        <Trans>Teams</Trans>
      </h3>
      <QueryView query={memberships} lines={1}>
        {({ items }) => (
          <MembershipList memberships={items} nameOf={({ team_id }) => nameOf(team_id)} onEdit={setEdited} />
        )}
      </QueryView>
      <div>
        <Button off={may.not("manage-work")} onClick={() => setMoving(true)}>
          <Trans>Move to a team</Trans>
        </Button>
      </div>
      {edited && <MembershipDialog membership={edited} name={agent.name} onClose={() => setEdited(null)} />}
      {moving && <MoveDialog agentId={agent.id} onClose={() => setMoving(false)} />}
    </section>
  );
}
