import { QueryClient } from "@tanstack/react-query";
import { isProblem } from "./problem.ts";

const FRESH_MILLISECONDS = 5_000;
const AGAIN_MILLISECONDS = 30_000;

/** Reads are made anew when the window gets the focus, and every 30 s of what is on screen. `send` already tries again. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MILLISECONDS,
        refetchOnWindowFocus: true,
        refetchInterval: (query) => (isProblem(query.state.error) ? false : AGAIN_MILLISECONDS),
        retry: false,
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
