import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { identity } from "../api/identity.ts";
import { data } from "../api/service.ts";
import { forgetKept } from "../offline/keep.ts";
import { paths } from "../paths.ts";

/** Ends the session and forgets what was read in it. What waits to be sent stays, for when the same member is back. */
export function useLogOut(): () => void {
  const client = useQueryClient();
  return useCallback(() => {
    void identity.POST("/v1/logout").finally(async () => {
      client.clear();
      await forgetKept();
      location.assign(paths.logIn);
    });
  }, [client]);
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
