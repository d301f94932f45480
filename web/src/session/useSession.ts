import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { identity } from "../api/identity.ts";
import { data } from "../api/service.ts";
import { forgetKept } from "../offline/keep.ts";
import { paths } from "../paths.ts";
import { toast } from "../ui/toasts.ts";

/**
 * Ends the session and forgets what was read in it. What waits to be sent stays, for when the same member is back. Where the
 * session cannot be ended it says so and forgets nothing: whoever sees the log-in page takes it for logged out.
 */
export function useLogOut(): () => void {
  const client = useQueryClient();
  const { t } = useLingui();
  return useCallback(() => {
    const logOut = async () => {
      try {
        await identity.POST("/v1/logout");
      } catch {
        const action = { label: t`Try again`, run: () => void logOut() };
        toast(t`You are still logged in: logging out did not work.`, {
          tone: "danger",
          seconds: null,
          action,
        });
        return;
      }
      client.clear();
      await forgetKept();
      location.assign(paths.logIn);
    };
    void logOut();
  }, [client, t]);
}

/** Goes on in another account of the same person; everything on screen is of the other account then. */
export function useAccountSwitch(): (accountId: string) => void {
  const client = useQueryClient();
  return useCallback(
    (accountId) => {
      void data(identity.POST("/v1/account/switch", { body: { account_id: accountId } })).then(async () => {
        client.clear();
        await forgetKept();
        location.assign(paths.timer);
      });
    },
    [client],
  );
}
