import { Plural, Trans } from "@lingui/react/macro";
import { Link } from "react-router";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Note } from "../ui/Note.tsx";
import type { Refused } from "./refused.ts";
import { Unprintable } from "./Unprintable.tsx";

/** Why there is no timesheet, and what helps. */
export function RefusedNote({
  refused,
  customerId,
}: {
  readonly refused: Refused;
  readonly customerId: string;
}) {
  return (
    <Note tone="danger" alert>
      {refused.kind === "too-many" && <TooMany />}
      {refused.kind === "no-time" && (refused.waiting ? <Waiting count={refused.waiting} /> : <NoTime />)}
      {refused.kind === "unprintable" && <Unprintable {...refused} customerId={customerId} />}
    </Note>
  );
}

function TooMany() {
  return (
    <p>
      <Trans>That is more than 2,000 entries. Choose fewer days, one project or one person.</Trans>
    </p>
  );
}

function NoTime() {
  return (
    <p>
      <Trans>There is no time to sign for on these days. Choose others, or more people or projects.</Trans>
    </p>
  );
}

/** Approval is what is missing: there, or the customer signs for what may still change. */
function Waiting({ count }: { readonly count: number }) {
  const may = useMay();
  return (
    <>
      <p>
        <Trans>There is no approved time to sign for on these days.</Trans>{" "}
        <Plural value={count} one="# entry is not approved yet." other="# entries are not approved yet." />
      </p>
      <p>
        {may("approve-time") ? (
          <Trans>
            Approve it under <Link to={paths.approvals}>Approvals</Link> when it is handed in, or tick that it
            is printed all the same.
          </Trans>
        ) : (
          <Trans>A manager approves it when it is handed in. Or tick that it is printed all the same.</Trans>
        )}
      </p>
    </>
  );
}
