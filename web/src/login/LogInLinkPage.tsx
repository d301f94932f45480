import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { useSearchParams } from "react-router";
import { identity } from "../api/identity.ts";
import { data } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import { paths, safeNext } from "../paths.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { Loading } from "../ui/EmptyState.tsx";
import { LogInProblem } from "./LogInProblem.tsx";
import { OpenPage } from "./OpenPage.tsx";

/** Takes the token of a log-in link out of the address and sends it: the link alone, opened by a scanner, does nothing. */
export default function LogInLinkPage() {
  const { t } = useLingui();
  const token = useSearchParams()[0].get("token") ?? "";
  const follow = useWrite(
    (sent: string) => data(identity.POST("/v1/login/link", { body: { token: sent } })),
    {
      refresh: [],
      onDone: ({ next }) => location.replace(safeNext(next)),
    },
  );
  const { run } = follow;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each token
  useEffect(() => {
    once(token, () => void run(token));
  }, [token]);
  return (
    <OpenPage title={t`Log in`}>
      {follow.problem ? (
        <>
          <LogInProblem problem={follow.problem} />
          <ButtonLink to={paths.logIn} look="primary">
            <Trans>Ask for a new link</Trans>
          </ButtonLink>
        </>
      ) : (
        <Loading label={t`Logging in…`} lines={2} />
      )}
    </OpenPage>
  );
}

const sent = new Set<string>();

/** A link works once, and effects run twice while developing. */
function once(token: string, act: () => void): void {
  if (sent.has(token)) return;
  sent.add(token);
  act();
}
