import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { identity } from "../api/identity.ts";
import { asProblem } from "../api/problem.ts";
import { data } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import { safeNext } from "../paths.ts";
import { Button } from "../ui/Button.tsx";
import { Loading } from "../ui/EmptyState.tsx";
import { LogInProblem } from "./LogInProblem.tsx";
import { OpenPage } from "./OpenPage.tsx";

/** What an invited person sees: who invites to which account, and one button. */
export default function InvitationPage() {
  const { t } = useLingui();
  const token = useSearchParams()[0].get("token") ?? "";
  const invitation = useQuery({
    queryKey: ["identity", "invitation", token],
    queryFn: () => data(identity.POST("/v1/invitations/look-up", { body: { token } })),
    refetchInterval: false,
    refetchOnWindowFocus: false,
  });
  const accept = useWrite(() => data(identity.POST("/v1/invitations/accept", { body: { token } })), {
    refresh: [],
    onDone: ({ next }) => location.replace(safeNext(next)),
  });
  const problem = accept.problem ?? (invitation.error && asProblem(invitation.error));
  const name = invitation.data?.account_name ?? "";
  const email = invitation.data?.email ?? "";
  return (
    <OpenPage title={t`Invitation`}>
      <LogInProblem problem={problem} />
      {invitation.isPending && <Loading label={t`Loading…`} lines={2} />}
      {invitation.data && (
        <>
          <p>
            <Trans>
              You are invited to join <strong>{name}</strong> as {email}.
            </Trans>
          </p>
          <Button look="primary" busy={accept.running} onClick={() => void accept.run(undefined)}>
            <Trans>Join {name}</Trans>
          </Button>
        </>
      )}
    </OpenPage>
  );
}
