import { type Query, type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { asProblem, type Problem } from "./problem.ts";
import { bringProblemWords } from "./problemWords.ts";

interface Options<Result> {
  /** Services whose lists and objects are read anew afterwards: what they show may have changed. */
  readonly refresh: readonly string[];
  readonly onDone?: (result: Result) => void;
  readonly onRefused?: (problem: Problem) => void;
}

export interface Write<Input, Result> {
  readonly run: (input: Input) => Promise<Result | undefined>;
  readonly running: boolean;
  readonly problem: Problem | null;
  readonly forget: () => void;
}

/** A change. `run` never raises: the refusal is in `problem`, to be shown by a form or `ProblemNote`. */
export function useWrite<Input, Result>(
  change: (input: Input) => Promise<Result>,
  { refresh, onDone, onRefused }: Options<Result>,
): Write<Input, Result> {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: change,
    onSuccess: (result) => {
      void refreshServices(client, refresh);
      onDone?.(result);
    },
    onError: async (error) => {
      await bringProblemWords();
      onRefused?.(asProblem(error));
    },
  });
  return {
    run: (input) => mutation.mutateAsync(input).catch(() => undefined),
    running: mutation.isPending,
    problem: mutation.error ? asProblem(mutation.error) : null,
    forget: mutation.reset,
  };
}

/** Reads anew what is on screen from these services; what is being read for the first time may be older, and is read again. */
export async function refreshServices(client: QueryClient, services: readonly string[]): Promise<void> {
  const predicate = (query: Query) => services.includes(String(query.queryKey[0]));
  const reading = client.getQueryCache().findAll({ predicate, fetchStatus: "fetching" });
  const begun = reading.filter(({ state }) => state.status === "pending");
  await client.invalidateQueries({ predicate });
  if (begun.length > 0) await client.invalidateQueries({ predicate: (query) => begun.includes(query) });
}
