import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { InvoicingSchemas } from "../api/invoicing.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { formatDuration } from "../time/duration.ts";
import { Facts } from "../ui/Page.tsx";
import { useTaxWords } from "./taxWords.ts";

type Line = InvoicingSchemas["schemas"]["ExplainedLineResponse"];
type Charge = NonNullable<Line["charge"]>;

/** A line of what an agreement charges: for which days, what it covers, and how much of that is used by now. */
export function AgreementLine({ line }: { readonly line: Line }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const tax = useTaxWords();
  const words = useKindWords();
  const { charge, first_day, last_day } = line;
  const days =
    first_day && (last_day ? t`${day(first_day)} until ${day(last_day)}` : t`from ${day(first_day)}`);
  const late = line.entries.filter((entry) => entry.late).length;
  return (
    <>
      {charge && (
        <p>
          {words[charge.kind]}{" "}
          <Link to={paths.agreement(charge.agreement_id)}>
            <Trans>See the agreement</Trans>
          </Link>
        </p>
      )}
      <Facts
        facts={[
          ...(days ? [[t`Days`, days] as const] : []),
          ...useHours(line),
          ...(line.tax_category ? [[t`Tax`, tax(line.tax_category, line.tax_rate)] as const] : []),
        ]}
      />
      {late > 0 && (
        <p className="muted small">
          <Plural
            value={late}
            one="# entry was approved after the line was issued, which does not count it."
            other="# entries were approved after the line was issued, which does not count them."
          />
        </p>
      )}
    </>
  );
}

function useHours({ included_seconds, rolled_over_seconds, charge }: Line): (readonly [string, ReactNode])[] {
  const { t } = useLingui();
  if (!included_seconds || !charge) return [];
  const facts: (readonly [string, ReactNode])[] = [
    [t`Hours that it covers`, formatDuration(included_seconds)],
  ];
  if (rolled_over_seconds) facts.push([t`Of that rolled over`, formatDuration(rolled_over_seconds)]);
  facts.push([t`Used by now`, formatDuration(charge.used_seconds)]);
  if (charge.overage_seconds) facts.push([t`Above, by the hour`, formatDuration(charge.overage_seconds)]);
  return facts;
}

function useKindWords(): Readonly<Record<Charge["kind"], string>> {
  const { t } = useLingui();
  return {
    fee: t`The fee of a month, whatever its hours come to.`,
    "true-up": t`What a month misses of the minimum that is agreed.`,
    block: t`A block that is bought up front.`,
    milestone: t`A part of a fixed price that is reached.`,
  };
}
