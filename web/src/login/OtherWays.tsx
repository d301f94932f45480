import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { identity } from "../api/identity.ts";
import { useWrite } from "../api/useWrite.ts";
import { withQuery } from "../paths.ts";
import { Button } from "../ui/Button.tsx";
import { LogInProblem } from "./LogInProblem.tsx";
import { logInWithPasskey, takesPasskeys } from "./passkey.ts";

/** Log-in by passkey and by the provider, where they are set up. */
export function OtherWays({ next }: { readonly next: string }) {
  const ways = useQuery({ ...identity.query("/v1/login"), refetchInterval: false });
  if (!ways.data) return null;
  const { passkey, provider } = ways.data;
  return (
    <>
      {passkey && takesPasskeys && <ByPasskey next={next} />}
      {provider && (
        <Button onClick={() => location.assign(withQuery(provider.start, { next }))}>
          <Trans>Log in with {provider.name}</Trans>
        </Button>
      )}
    </>
  );
}

function ByPasskey({ next }: { readonly next: string }) {
  const answer = useWrite(logInWithPasskey, { refresh: [], onDone: () => location.replace(next) });
  return (
    <>
      <Button busy={answer.running} onClick={() => void answer.run(undefined)}>
        <Trans>Log in with a passkey</Trans>
      </Button>
      <LogInProblem problem={answer.problem} />
    </>
  );
}
