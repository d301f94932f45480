import { queryOptions } from "@tanstack/react-query";
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

export const MeContext = createContext<Me | null>(null);

/** Who is logged in. Screens inside `Session` always have somebody. */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error("useMe outside of Session");
  return me;
}
