import { Trans } from "@lingui/react/macro";
import type { Agent } from "../directory/lists.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Drawer } from "../ui/Dialog.tsx";
import { AgentActivity } from "./AgentActivity.tsx";
import { AgentTeams } from "./AgentTeams.tsx";
import { HolidaysOf } from "./HolidaysOf.tsx";
import { InvitationActions } from "./InvitationActions.tsx";
import { MemberAccess } from "./MemberAccess.tsx";
import { MemberForm } from "./MemberForm.tsx";
import styles from "./PeopleTable.module.css";
import { PersonStateBadge } from "./PersonBadges.tsx";
import type { Person } from "./people.ts";
import { WorkingHours } from "./WorkingHours.tsx";

interface Props {
  readonly person: Person | undefined;
  readonly onClose: () => void;
  readonly onInvite: (agentId: string) => void;
}

/** All that can be changed about somebody. */
export function PersonDrawer({ person, onClose, onInvite }: Props) {
  return (
    <Drawer title={person?.name ?? ""} open={person !== undefined} onClose={onClose}>
      {person && (
        <div className="stack">
          <p className="row">
            <PersonStateBadge state={person.state} />
            <span className={styles.email}>{person.email}</span>
          </p>
          {person.member && (
            <MemberForm key={person.member.version} member={person.member} onDone={onClose} />
          )}
          {person.invitation && <InvitationActions invitation={person.invitation} onDone={onClose} />}
          {person.member && person.member.state !== "invited" && (
            <MemberAccess member={person.member} onDone={onClose} />
          )}
          {person.agent && !person.member && <InviteAgent agentId={person.agent.id} onInvite={onInvite} />}
          {person.agent && <AgentSections agent={person.agent} />}
        </div>
      )}
    </Drawer>
  );
}

function AgentSections({ agent }: { readonly agent: Agent }) {
  return (
    <>
      <AgentTeams agent={agent} />
      <WorkingHours agent={agent} />
      <HolidaysOf key={agent.version} agent={agent} />
      <AgentActivity agent={agent} />
    </>
  );
}

function InviteAgent({
  agentId,
  onInvite,
}: {
  readonly agentId: string;
  readonly onInvite: (id: string) => void;
}) {
  const may = useMay();
  return (
    <>
      <p>
        <Trans>Time is logged for this person, who cannot come in.</Trans>
      </p>
      <div>
        <Button look="primary" off={may.not("invite-members")} onClick={() => onInvite(agentId)}>
          <Trans>Invite</Trans>
        </Button>
      </div>
    </>
  );
}
