import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { Section } from "../ui/Page.tsx";
import type { Quote } from "./quote.ts";
import { StateBadge } from "./StateBadge.tsx";

/** What the customer said, or that it was taken back; oldest first. */
export function Answers({ quote }: { readonly quote: Quote }) {
  const { t } = useLingui();
  const { day } = useFormats();
  if (!quote.answers.length) return null;
  return (
    <Section title={t`Answers`}>
      <DataTable
        label={t`Answers`}
        rows={quote.answers}
        rowKey={({ recorded_at }) => recorded_at}
        columns={[
          { key: "day", head: t`Day`, main: true, cell: ({ answered_on }) => day(answered_on) },
          { key: "answer", head: t`State`, cell: ({ answer }) => <StateBadge state={answer} /> },
          { key: "name", head: t`By whom`, cell: ({ name }) => name || "–" },
          { key: "reason", head: t`What was said`, cell: ({ reason }) => reason || "–" },
        ]}
      />
    </Section>
  );
}
