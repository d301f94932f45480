import { Trans } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { Navigate, useLocation } from "react-router";
import { isProblem } from "../api/problem.ts";
import { onSignedOut } from "../api/send.ts";
import { paths, withQuery } from "../paths.ts";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { askAgain, MeContext, meQuery } from "./useMe.ts";

/** Lets in who is logged in, also without a network as whom one was; leads others to the log-in and back. */
export function Session({ children }: { readonly children: ReactNode }) {
  const me = useQuery(meQuery);
  const client = useQueryClient();
  const { pathname, search } = useLocation();
  useEffect(() => onSignedOut(() => askAgain(client)), [client]);
  if (isProblem(me.error) && me.error.problem.status === 401) {
    return <Navigate to={withQuery(paths.logIn, { next: pathname + search })} replace />;
  }
  if (me.data) return <MeContext value={me.data}>{children}</MeContext>;
  return me.error ? <Unreachable retry={() => void me.refetch()} /> : null;
}

function Unreachable({ retry }: { readonly retry: () => void }) {
  return (
    <main>
      <EmptyState
        title="Honorar"
        action={
          <Button onClick={retry}>
            <Trans>Try again</Trans>
          </Button>
        }
      >
        <Trans>
          No connection. What you do offline needs you to have been logged in on this device before.
        </Trans>
      </EmptyState>
    </main>
  );
}
