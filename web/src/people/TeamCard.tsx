import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { QueryView } from "../api/QueryView.tsx";
import { timer } from "../api/timer.ts";
import { type Team, useName } from "../directory/lists.ts";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { MembershipDialog } from "./MembershipDialog.tsx";
import { MembershipList } from "./MembershipList.tsx";
import { inOrder, type Membership } from "./memberships.ts";

const MANY = 500;

interface Props {
  readonly team: Team;
  readonly onEdit: () => void;
  readonly onAdd: () => void;
}

/** A team with those who are, will be and were in it. */
export function TeamCard({ team, onEdit, onAdd }: Props) {
  const { t } = useLingui();
  const off = useMay().not("manage-work");
  const nameOf = useName("agents");
  const [edited, setEdited] = useState<Membership | null>(null);
  const params = { path: { team_id: team.id }, query: { limit: MANY } };
  const members = useQuery(timer.query("/v1/teams/{team_id}/members", { params }));
  return (
    <Section
      title={team.name}
      actions={
        <div className="row">
          {!team.archived && (
            <Button small off={off} aria-label={t`Add somebody to ${team.name}`} onClick={onAdd}>
              <Trans>Add somebody</Trans>
            </Button>
          )}
          <Button small off={off} aria-label={t`Edit ${team.name}`} onClick={onEdit}>
            <Trans>Edit</Trans>
          </Button>
        </div>
      }
    >
      <Card>
        <QueryView query={members} lines={2}>
          {({ items }) =>
            items.length ? (
              <MembershipList
                memberships={inOrder(items, today())}
                nameOf={({ agent_id }) => nameOf(agent_id)}
                onEdit={setEdited}
              />
            ) : (
              <p className="muted">
                <Trans>Nobody is in this team.</Trans>
              </p>
            )
          }
        </QueryView>
      </Card>
      {edited && (
        <MembershipDialog
          membership={edited}
          name={nameOf(edited.agent_id)}
          onClose={() => setEdited(null)}
        />
      )}
    </Section>
  );
}
