import { useLingui } from "@lingui/react/macro";
import { ChosenEntries } from "../explain/ChosenEntries.tsx";
import { paths, withQuery } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { GroupingField } from "../texts/GroupingField.tsx";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Form } from "../ui/Form.tsx";
import { useChoice } from "../ui/useChoice.tsx";
import { type Entry, idOf, secondsOf } from "./buckets.ts";
import { EntryTable } from "./EntryTable.tsx";
import { HoldBackChosen } from "./HoldBack.tsx";
import styles from "./ReadyEntries.module.css";
import { useDrafting } from "./useDrafting.ts";
import { useDraftRefusal } from "./useDraftRefusal.ts";
import { useEntryName } from "./useEntryName.ts";
import { WriteOffChosen } from "./WriteOff.tsx";

type GroupBy = "work_item";
interface Props {
  readonly customer: string;
  readonly entries: readonly Entry[];
}

/** Ready entries of a customer, to be chosen and drafted. */
export function ReadyEntries({ customer, entries }: Props) {
  const nameOf = useEntryName();
  const chosen = useChoice(entries, idOf, nameOf);
  const left = chosen.rows.map((entry) => ({ ...entry, seconds: secondsOf(entry) }));
  return (
    <>
      <DraftChosen customer={customer} entries={chosen.rows} onDone={() => chosen.choose([])} />
      <ChosenEntries list={entries} chosen={left} nameOf={nameOf} choose={chosen.choose} />
      <EntryTable entries={entries} bucket="ready" first={chosen.column} />
    </>
  );
}

function DraftChosen({ customer, entries, onDone }: Props & { readonly onDone: () => void }) {
  const { t } = useLingui();
  const draft = useDrafting();
  const may = useMay();
  const off = may.not("change-invoices") ?? (entries.length ? undefined : t`Choose entries first`);
  return (
    <div className={styles.bar}>
      <Form
        label={t`Draft chosen entries`}
        refusal={useDraftRefusal(draft.problem)}
        onSubmit={({ group_by }) =>
          void draft.run({
            organization_id: customer,
            entry_ids: entries.map(({ entry_id }) => entry_id),
            group_by: group_by as GroupBy,
          })
        }
      >
        <div className={styles.bar}>
          <GroupingField />
          <Button type="submit" look="primary" busy={draft.running} off={off}>
            {t`Draft them`}
          </Button>
        </div>
      </Form>
      <HoldBackChosen customer={customer} entries={entries} onDone={onDone} />
      <WriteOffChosen customer={customer} entries={entries} onDone={onDone} />
      <ButtonLink to={withQuery(paths.billing, { draft: customer })}>{t`Draft a period`}</ButtonLink>
    </div>
  );
}
