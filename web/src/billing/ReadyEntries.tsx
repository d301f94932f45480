import { Plural, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { paths, withQuery } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import type { Column } from "../ui/DataTable.tsx";
import { Form } from "../ui/Form.tsx";
import { Duration } from "../ui/Money.tsx";
import type { Entry } from "./buckets.ts";
import { EntryTable } from "./EntryTable.tsx";
import { GroupingField } from "./GroupingField.tsx";
import styles from "./ReadyEntries.module.css";
import { useDrafting } from "./useDrafting.ts";
import { useDraftRefusal } from "./useDraftRefusal.ts";

type GroupBy = "work_item";
interface Props {
  readonly customer: string;
  readonly entries: readonly Entry[];
}

/** Ready entries of a customer, to be chosen and drafted. */
export function ReadyEntries({ customer, entries }: Props) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const column = useCheckColumn(chosen, setChosen);
  const picked = entries.filter(({ entry_id }) => chosen.has(entry_id));
  return (
    <>
      <DraftChosen customer={customer} entries={picked} />
      <EntryTable entries={entries} bucket="ready" first={column} />
    </>
  );
}

function DraftChosen({ customer, entries }: Props) {
  const { t } = useLingui();
  const draft = useDrafting();
  const may = useMay();
  const seconds = entries.reduce((sum, entry) => sum + entry.seconds, 0);
  const off = may.not("change-invoices") ?? (entries.length ? undefined : t`Choose entries first`);
  return (
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
        <p className={styles.sum} aria-live="polite">
          <Plural value={entries.length} _0="None chosen" one="# entry chosen" other="# entries chosen" />
          {seconds > 0 && (
            <>
              {" · "}
              <Duration seconds={seconds} />
            </>
          )}
        </p>
        <GroupingField />
        <Button type="submit" look="primary" busy={draft.running} off={off}>
          {t`Draft them`}
        </Button>
        <ButtonLink to={withQuery(paths.billing, { draft: customer })}>{t`Draft a period`}</ButtonLink>
      </div>
    </Form>
  );
}

function useCheckColumn(
  chosen: ReadonlySet<string>,
  setChosen: (chosen: ReadonlySet<string>) => void,
): Column<Entry> {
  const { t } = useLingui();
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return {
    key: "chosen",
    head: t`Choose`,
    cell: ({ entry_id, agent_name, work_date, work_item_name }) => (
      <input
        type="checkbox"
        className={styles.check}
        checked={chosen.has(entry_id)}
        onChange={() => toggle(entry_id)}
        aria-label={[work_item_name, agent_name, work_date].filter(Boolean).join(", ")}
      />
    ),
  };
}
