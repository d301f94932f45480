import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { timer } from "../api/timer.ts";
import { membersQuery } from "../directory/members.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { Note } from "../ui/Note.tsx";
import { type ApprovalHint, approvalHints } from "./people.ts";

/** Who approves whose time, where that may surprise. */
export function ApprovalHints() {
  const { t } = useLingui();
  const members = useQuery(membersQuery).data;
  const settings = useQuery(timer.query("/v1/settings")).data;
  const may = useMay();
  if (!members || !settings) return null;
  if (settings.allow_self_approval) return <Allowed />;
  const hints = approvalHints(members, settings.allow_self_approval);
  if (hints.length === 0) return null;
  const settle = may("manage-account") ? (
    <ButtonLink to={paths.settings}>{t`Settings`}</ButtonLink>
  ) : undefined;
  return (
    <Note tone="warn" action={settle}>
      {hints.map((hint) => (
        <Hint key={hint.member.id} hint={hint} />
      ))}
    </Note>
  );
}

function Allowed() {
  return (
    <p className="muted small">
      <Trans>People may approve their own time here. That is meant for those who work alone.</Trans>
    </p>
  );
}

function Hint({ hint }: { readonly hint: ApprovalHint }) {
  const name = hint.member.name || hint.member.email;
  if (hint.kind === "alone") {
    return (
      <p>
        <Trans>
          Nobody can approve the time of {name}: nobody else approves time, and nobody approves their own.
          Make somebody a manager, or allow people to approve their own time.
        </Trans>
      </p>
    );
  }
  return (
    <p>
      <Trans>
        {name} can approve nothing, since it is not known which time is theirs: choose below what {name} logs
        time as.
      </Trans>
    </p>
  );
}
