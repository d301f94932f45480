import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { invoicing } from "../api/invoicing.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { paths } from "../paths.ts";
import { Note } from "../ui/Note.tsx";
import type { Draft } from "./useDraft.ts";

/** That the draft charges the fee of a reminder, and why it was not issued by itself. */
export function ReminderFeeNote({ draft }: { readonly draft: Draft }) {
  return draft.reminder_fee_of ? <Fee draft={draft} /> : null;
}

function Fee({ draft }: { readonly draft: Draft }) {
  const params = { path: { invoice_id: draft.id } };
  const read = useQuery(invoicing.query("/v1/invoices/{invoice_id}/reminder-fees", { params })).data;
  const failure = read?.items[0]?.failure;
  const refusal = useRefusal(
    failure ? { type: `urn:honorar:problem:${failure.type}`, title: failure.title, status: 409 } : null,
  );
  if (!read?.charged_for) return null;
  const { id, number } = read.charged_for;
  return (
    <Note tone={failure ? "warn" : "neutral"}>
      <p>
        <Trans>
          It charges the fee for a reminder of invoice <Link to={paths.invoice(id)}>{number}</Link>. The
          customer was told of it.
        </Trans>
      </p>
      {failure && (
        <p>
          <Trans>It was not issued by itself: {refusal?.message ?? failure.title}</Trans>
        </p>
      )}
    </Note>
  );
}
