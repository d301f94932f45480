import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { timer } from "../api/timer.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { useMe } from "../session/useMe.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { Note } from "../ui/Note.tsx";

/** Why the member can approve nothing at all: it is not known which time is their own. */
export function useApproverHindrance(): string | undefined {
  const { t } = useLingui();
  const { agentId } = useMe();
  const settings = useQuery(timer.query("/v1/settings")).data;
  if (agentId !== null || !settings || settings.allow_self_approval) return undefined;
  return t`It is not known which time is yours, and nobody approves their own here.`;
}

/** The same as a note with the way out. */
export function SelfApprovalNote() {
  const { t } = useLingui();
  const hindrance = useApproverHindrance();
  const may = useMay();
  if (!hindrance) return null;
  const settle = may("manage-account") ? (
    <ButtonLink to={paths.settings}>{t`Settings`}</ButtonLink>
  ) : undefined;
  return (
    <Note tone="warn" action={settle}>
      <p>{hindrance}</p>
      <p>
        <Trans>
          An owner makes you an agent under <em>People</em>, or allows people to approve their own time.
        </Trans>
      </p>
    </Note>
  );
}
