import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type NotifierSchemas, notifier } from "../api/notifier.ts";
import { useFormats } from "../i18n/format.ts";
import { browserZone } from "../time/clock.ts";
import { Note } from "../ui/Note.tsx";
import { Section } from "../ui/Page.tsx";

type Message = NotifierSchemas["schemas"]["MessageResponse"];
type Kind = Message["kind"];

/** They are shown, and sent again, where the document is. */
const TO_CUSTOMERS: ReadonlySet<Kind> = new Set(["invoice", "credit-note", "reminder"]);

/** Notices that reached nobody, with what stood in the way; nothing where there are none. */
export function FailedNotices() {
  const { t } = useLingui();
  const query = { state: "failed" as const, limit: 500 };
  const failed = useQuery(notifier.query("/v1/messages", { params: { query } }));
  const notices = failed.data?.items.filter(({ kind }) => !TO_CUSTOMERS.has(kind)).reverse() ?? [];
  if (!notices.length) return null;
  return (
    <Section title={t`What reached nobody`}>
      {notices.map((notice) => (
        <FailedNotice key={notice.id} notice={notice} />
      ))}
    </Section>
  );
}

function FailedNotice({ notice }: { readonly notice: Message }) {
  const { moment } = useFormats();
  const word = useKindWords()[notice.kind];
  return (
    <Note tone="warn">
      <p>
        {moment(notice.created_at, browserZone())} · {word}
        {notice.recipient ? ` · ${notice.recipient.email}` : ""}
      </p>
      <p lang="en">{notice.reason}</p>
    </Note>
  );
}

function useKindWords(): Record<Kind, string> {
  const { t } = useLingui();
  return {
    invoice: t`Invoice`,
    "credit-note": t`Credit note`,
    reminder: t`Reminder`,
    "timer-forgotten": t`A timer seems forgotten`,
    "timesheet-missing": t`Time was not handed in`,
    "timesheet-rejected": t`Time came back`,
    "project-budget-reached": t`A project's budget of hours is used up`,
    "budget-reached": t`A budget is used up, or its plan exceeds it`,
  };
}
