import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Button } from "../ui/Button.tsx";
import { Loading } from "../ui/EmptyState.tsx";
import { Note } from "../ui/Note.tsx";
import { asProblem, type Problem } from "./problem.ts";
import { useRefusal } from "./useRefusal.ts";

interface Props<Data> {
  readonly query: {
    readonly data: Data | undefined;
    readonly error: Error | null;
    readonly refetch: () => unknown;
  };
  readonly children: (data: Data) => ReactNode;
  readonly lines?: number;
}

/** What was read, grey bars until it is there, and the problem when it cannot be read. */
export function QueryView<Data>({ query: { data, error, refetch }, children, lines }: Props<Data>) {
  const { t } = useLingui();
  if (data !== undefined) return children(data);
  if (error) return <ProblemNote problem={asProblem(error)} retry={() => void refetch()} />;
  return <Loading label={t`Loading…`} {...(lines ? { lines } : {})} />;
}

/** A refusal that belongs to no form. */
export function ProblemNote({ problem, retry }: { problem: Problem | null; retry?: () => void }) {
  const { t } = useLingui();
  const refusal = useRefusal(problem);
  if (!refusal) return null;
  return (
    <Note tone="danger" alert action={retry && <Button onClick={retry}>{t`Try again`}</Button>}>
      <p>{refusal.message}</p>
      {[...refusal.reasons.values()].map((reason) => (
        <p key={reason}>{reason}</p>
      ))}
    </Note>
  );
}
