import type { Problem } from "../api/problem.ts";
import { Note } from "../ui/Note.tsx";
import { useLogInRefusal } from "./problems.ts";

/** Why a log-in failed, if it did. */
export function LogInProblem({ problem }: { readonly problem: Problem | null }) {
  const refusal = useLogInRefusal(problem);
  if (!refusal) return null;
  return (
    <Note tone="danger" alert>
      {refusal.message}
    </Note>
  );
}
