import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import type { Problem } from "../api/problem.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useName } from "../directory/lists.ts";
import { paths } from "../paths.ts";
import { Note } from "../ui/Note.tsx";
import type { Sheet } from "./sheets.ts";
import type { Answer } from "./useApproveAll.ts";
import { useWeekWords } from "./useWeekWords.ts";

/** What became of each sheet: how many were approved, and which were refused and why. */
export function Answers({
  answers,
  running,
}: {
  readonly answers: readonly Answer[];
  readonly running: boolean;
}) {
  if (running || answers.length === 0) return null;
  const refused = answers.flatMap(({ sheet, problem }) => (problem ? [{ sheet, problem }] : []));
  const approved = answers.length - refused.length;
  return (
    <Note tone={refused.length ? "warn" : "ok"} alert>
      <p>
        <Plural
          value={approved}
          _0="No timesheet approved."
          one="# timesheet approved."
          other="# timesheets approved."
        />{" "}
        {approved > 0 && <Trans>Their time can be billed.</Trans>}
      </p>
      {refused.length > 0 && (
        <ul>
          {refused.map(({ sheet, problem }) => (
            <li key={sheet.id}>
              <Refused sheet={sheet} problem={problem} />
            </li>
          ))}
        </ul>
      )}
    </Note>
  );
}

function Refused({ sheet, problem }: { readonly sheet: Sheet; readonly problem: Problem }) {
  const { t } = useLingui();
  const name = useName("agents")(sheet.agent_id);
  const week = useWeekWords().short(sheet);
  const reason = useRefusal(problem)?.message ?? "";
  return (
    <>
      <Link to={paths.sheet(sheet.id)}>{t`${name}, ${week}`}</Link>: {reason}
    </>
  );
}
