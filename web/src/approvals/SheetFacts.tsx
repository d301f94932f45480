import { Trans, useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { Duration } from "../ui/Money.tsx";
import { Note } from "../ui/Note.tsx";
import { Card } from "../ui/Page.tsx";
import { counted, type Flag } from "./flags.ts";
import type { Review } from "./review.ts";
import styles from "./SheetFacts.module.css";
import { useFlagWords } from "./useFlagWords.ts";

/** A week in numbers, and what is odd about it. */
export function SheetFacts({ review: { sheet, entries, flags } }: { readonly review: Review }) {
  const { t } = useLingui();
  const { count } = useFormats();
  const days = new Set(entries.map(({ work_date }) => work_date)).size;
  const facts = [
    [t`Total`, <Duration key="total" seconds={sheet.seconds} />],
    [t`Billable`, <Duration key="billable" seconds={sheet.billable_seconds} />],
    [t`Not billable`, <Duration key="rest" seconds={sheet.seconds - sheet.billable_seconds} />],
    [t`Days with time`, count(days)],
  ] as const;
  return (
    <>
      <Card>
        <dl className={styles.facts}>
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
      {flags.length > 0 && <Oddities flags={flags} />}
    </>
  );
}

function Oddities({ flags }: { readonly flags: readonly Flag[] }) {
  const { many } = useFlagWords();
  const words = counted(flags).map(([kind, of]) => many(kind, of));
  return (
    <Note tone="warn">
      <strong>
        <Trans>Worth a look</Trans>
      </strong>
      <br />
      {words.join(" · ")}
    </Note>
  );
}
