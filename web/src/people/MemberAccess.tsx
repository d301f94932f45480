import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { identity } from "../api/identity.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { ifMatch } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import { type Member, membersQuery } from "../directory/members.ts";
import { Button } from "../ui/Button.tsx";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { toast } from "../ui/toasts.ts";
import { useManageOff } from "./MemberForm.tsx";
import { isLastOwner } from "./people.ts";

type Step = "suspend" | "resume" | "remove";

interface Props {
  readonly member: Member;
  readonly onDone: () => void;
}

/** Keep a member out for a while or for good. The last owner stays. */
export function MemberAccess({ member, onDone }: Props) {
  const { t } = useLingui();
  const name = member.name || member.email;
  const off = useOff(member);
  const step = useWrite((which: Step) => take(which, member).then(() => which), {
    refresh: ["identity"],
    onDone: (which) => {
      const words = { suspend: t`${name} is suspended.`, resume: t`${name} can come in again.` };
      toast(which === "remove" ? t`${name} is removed.` : words[which]);
      if (which === "remove") onDone();
    },
  });
  return (
    <section className="stack" aria-label={t`Access`}>
      <h3>
        <Trans>Access</Trans>
      </h3>
      <ProblemNote problem={step.problem} />
      {off && <p className="muted small">{off}</p>}
      <div className="row">
        {member.state === "suspended" ? (
          <Button busy={step.running} off={off} onClick={() => void step.run("resume")}>
            <Trans>Resume</Trans>
          </Button>
        ) : (
          <Button busy={step.running} off={off} onClick={() => void step.run("suspend")}>
            <Trans>Suspend</Trans>
          </Button>
        )}
        <ConfirmButton
          title={t`Remove ${name}?`}
          consequence={t`${name} is logged out at once, and API tokens of theirs end. Their time stays. Invite them to have them back.`}
          confirm={t`Remove`}
          busy={step.running}
          off={off}
          onConfirm={() => void step.run("remove")}
        >
          <Trans>Remove…</Trans>
        </ConfirmButton>
      </div>
    </section>
  );
}

function take(which: Step, member: Member): Promise<unknown> {
  const params = { path: { member_id: member.id }, header: ifMatch(member) };
  if (which === "remove") return identity.DELETE("/v1/members/{member_id}", { params });
  if (which === "suspend") return identity.POST("/v1/members/{member_id}/suspend", { params });
  return identity.POST("/v1/members/{member_id}/resume", { params });
}

function useOff(member: Member): string | undefined {
  const { t } = useLingui();
  const manage = useManageOff(member);
  const members = useQuery(membersQuery).data ?? [];
  if (isLastOwner(members, member))
    return t`An account keeps at least one owner. Make somebody else owner first.`;
  return manage;
}
