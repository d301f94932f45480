import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { formatDuration } from "../time/duration.ts";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { Section } from "../ui/Page.tsx";
import { Amount } from "./Amount.tsx";
import type { Agreement, Terms } from "./agreement.ts";

/** What was agreed from which day on, the newest first. */
export function TermsSection({ agreement }: { readonly agreement: Agreement }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const { currency, kind } = agreement;
  const hours: Column<Terms> = {
    key: "hours",
    head: t`Hours that it covers`,
    align: "end",
    cell: ({ included_seconds }) => formatDuration(included_seconds),
  };
  return (
    <Section title={t`Terms`}>
      <DataTable
        label={t`Terms`}
        rows={agreement.terms.toReversed()}
        rowKey={({ valid_from }) => valid_from}
        columns={[
          { key: "from", head: t`From`, main: true, cell: ({ valid_from }) => day(valid_from) },
          {
            key: "amount",
            head: kind === "monthly-minimum" ? t`Fee a month` : t`Minimum a month`,
            align: "end",
            cell: ({ amount }) => <Amount amount={amount} currency={currency} />,
          },
          ...(kind === "monthly-minimum" ? [hours] : []),
        ]}
      />
    </Section>
  );
}
