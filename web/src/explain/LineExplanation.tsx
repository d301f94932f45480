import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Link } from "react-router";
import type { InvoicingSchemas } from "../api/invoicing.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { ChargedDuration } from "../ui/ChargedDuration.tsx";
import { Money } from "../ui/Money.tsx";
import { Facts } from "../ui/Page.tsx";
import { AgreementLine } from "./AgreementLine.tsx";
import { ExpenseLine } from "./ExpenseLine.tsx";
import styles from "./Explain.module.css";
import { formulaWords } from "./formula.ts";
import { PriceRule } from "./PriceRule.tsx";
import { useTaxWords } from "./taxWords.ts";

type Schemas = InvoicingSchemas["schemas"];
type Line = Schemas["ExplainedLineResponse"];
type Entry = Schemas["BilledEntryResponse"];

export function LineExplanation({ line }: { readonly line: Line }) {
  return (
    <div className="stack">
      <p>{line.description}</p>
      <p className={styles.amount}>
        <Money value={line.amount} />
      </p>
      <OfKind line={line} />
    </div>
  );
}

function OfKind({ line }: { readonly line: Line }) {
  if (line.kind === "time") return <TimeLine line={line} />;
  if (line.expenses.length > 0) return <ExpenseLine line={line} />;
  if (line.kind !== "agreement") return <OtherLine line={line} />;
  return (
    <>
      <AgreementLine line={line} />
      {line.entries.length > 0 && <Entries entries={line.entries} />}
    </>
  );
}

function TimeLine({ line }: { readonly line: Line }) {
  const { t, i18n } = useLingui();
  const tax = useTaxWords();
  const [first] = line.entries;
  return (
    <>
      {line.formula && <code className={styles.formula}>{formulaWords(line.formula, i18n.locale)}</code>}
      <p className="muted small">
        {line.hours ? (
          <Trans>
            The seconds of all entries are added up and written as decimal hours; these are multiplied by the
            price, and the amount is rounded once, half up, to the smallest unit of the currency.
          </Trans>
        ) : (
          <Trans>
            The seconds of all entries are added up, and the amount is rounded once, half up, to the smallest
            unit of the currency.
          </Trans>
        )}
      </p>
      <Facts
        facts={[
          [
            t`Time`,
            <ChargedDuration
              key="time"
              seconds={line.seconds ?? 0}
              billed={line.billed_seconds}
              hours={line.hours}
              clock
            />,
          ],
          [t`Per hour`, <Money key="rate" value={line.hourly_rate} />],
          [t`Tax`, tax(line.tax_category, line.tax_rate)],
        ]}
      />
      {first && (
        <section className="stack" aria-label={t`Why this rate`}>
          <h3>{t`Why this rate`}</h3>
          <PriceRule entryId={first.entry_id} />
        </section>
      )}
      <Entries entries={line.entries} />
    </>
  );
}

function Entries({ entries }: { readonly entries: readonly Entry[] }) {
  const { t } = useLingui();
  return (
    <section className="stack" aria-label={t`Entries behind it`}>
      <h3>
        <Plural value={entries.length} one="# entry behind it" other="# entries behind it" />
      </h3>
      <div className={styles.entries}>
        {entries.map((entry) => (
          <EntryBehind key={`${entry.entry_id} ${entry.start}`} entry={entry} />
        ))}
      </div>
    </section>
  );
}

function EntryBehind({ entry }: { readonly entry: Entry }) {
  const { day } = useFormats();
  const [open, setOpen] = useState(false);
  const work = [entry.project_name, entry.work_item_name].filter(Boolean).join(" · ");
  return (
    <details className={styles.entry} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className={styles.head}>
          <span>
            {day(entry.work_date)} · {entry.agent_name}
            <br />
            <span className="muted small">{[work, entry.description].filter(Boolean).join(": ")}</span>
          </span>
          <ChargedDuration seconds={entry.seconds} billed={entry.billed_seconds} clock />
        </span>
      </summary>
      {entry.credit_note_id && (
        <p className="small">
          <Link to={paths.creditNote(entry.credit_note_id)}>
            <Trans>A credit note gave it back</Trans>
          </Link>
        </p>
      )}
      {open && <PriceRule entryId={entry.entry_id} />}
    </details>
  );
}

function OtherLine({ line }: { readonly line: Line }) {
  const { t } = useLingui();
  const { percent } = useFormats();
  const tax = useTaxWords();
  return (
    <>
      <p>
        {line.of_line_id ? (
          <Trans>A discount of the line above: it follows that, is taxed as it is, and is never more.</Trans>
        ) : line.kind === "discount" ? (
          <Trans>
            A discount on the whole is spread over the taxes in proportion to what they are on; the parts add
            up to it.
          </Trans>
        ) : line.kind === "text" ? (
          <Trans>A text. It charges nothing.</Trans>
        ) : (
          <Trans>An amount that was entered on the draft; no time is behind it.</Trans>
        )}
      </p>
      <Facts
        facts={[
          ...(line.percent ? [[t`Of what is billed`, percent(line.percent)] as const] : []),
          ...(line.tax_category ? [[t`Tax`, tax(line.tax_category, line.tax_rate)] as const] : []),
        ]}
      />
    </>
  );
}
