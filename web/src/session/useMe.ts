import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { createContext, use } from "react";
import { identity } from "../api/identity.ts";
import { data } from "../api/service.ts";
import { type Me, meOf } from "./me.ts";

/** Kept for the time without a network: the app opens as whom one was. */
export const meQuery = queryOptions({
  queryKey: ["identity", "me"],
  queryFn: async (): Promise<Me> => meOf(await data(identity.GET("/v1/me"))),
  staleTime: 30_000,
  refetchInterval: 120_000,
  meta: { keep: true },
});

/** Asks who is logged in. A question that is on its way goes on: its own answer 401 comes here too. */
export function askAgain(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: meQuery.queryKey }, { cancelRefetch: false });
}

export const MeContext = createContext<Me | null>(null);

/** Who is logged in. Screens inside `Session` always have somebody. */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error("useMe outside of Session");
  return me;
}
