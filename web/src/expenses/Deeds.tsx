import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { browserZone } from "../time/clock.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { Section } from "../ui/Page.tsx";
import type { ExpenseWithDeeds } from "./expense.ts";
import { useDeedWords } from "./useDeedWords.ts";

/** What was done with an expense; oldest first. */
export function Deeds({ expense }: { readonly expense: ExpenseWithDeeds }) {
  const { t } = useLingui();
  const { moment } = useFormats();
  const words = useDeedWords();
  return (
    <Section title={t`History`}>
      <DataTable
        label={t`History`}
        rows={expense.deeds}
        rowKey={({ at, act, detail }) => `${at} ${act} ${detail}`}
        columns={[
          { key: "act", head: t`What`, main: true, cell: ({ act }) => words[act] },
          { key: "detail", head: t`About it`, cell: ({ detail }) => detail || "–" },
          { key: "at", head: t`When`, cell: ({ at }) => moment(at, browserZone()) },
        ]}
      />
    </Section>
  );
}
