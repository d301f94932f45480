import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { QueryView } from "../api/QueryView.tsx";
import { useRefusal } from "../api/useRefusal.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { browserZone } from "../time/clock.ts";
import { formatClock, formatDuration, parseDuration } from "../time/duration.ts";
import { Button, IconButton } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox, SelectField, TextField } from "../ui/Field.tsx";
import { Form, FormActions, type Values } from "../ui/Form.tsx";
import { SplitIcon } from "../ui/icons.tsx";
import styles from "./MoveTime.module.css";
import type { Draft, Line } from "./useDraft.ts";
import { type LineEntry, type Moved, useLineEntries, useMoveTime, useOtherDrafts } from "./useMoving.ts";

interface Props {
  readonly draft: Draft;
  readonly line: Line;
}

/** Splits a line of time, or moves some of it to another line or another draft of the customer. */
export function MoveTime({ draft, line }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const { description } = line;
  return (
    <>
      <IconButton
        name={t`Split or move time of ${description}`}
        onClick={() => setOpen(true)}
        off={useMay().not("change-invoices")}
      >
        <SplitIcon />
      </IconButton>
      <Dialog title={t`Split the line, or move its time`} open={open} onClose={() => setOpen(false)}>
        <Entries draft={draft} line={line} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

interface FormProps extends Props {
  readonly onDone: () => void;
}

function Entries(props: FormProps) {
  const found = useLineEntries(props.draft, props.line);
  return (
    <QueryView query={found} lines={4}>
      {(entries) => <MoveForm {...props} entries={entries} />}
    </QueryView>
  );
}

/** What somebody typed of the entries that they chose. */
type Typed = Readonly<Record<string, string>>;

function MoveForm({ draft, line, entries, onDone }: FormProps & { readonly entries: readonly LineEntry[] }) {
  const { t } = useLingui();
  const move = useMoveTime(draft, line.line_id, onDone);
  const [typed, setTyped] = useState<Typed>(() =>
    Object.fromEntries(
      entries.length === 1 ? entries.map((one) => [one.entry_id, written(one.seconds)]) : [],
    ),
  );
  const [to, setTo] = useState("");
  const chosen = entries.filter(({ entry_id }) => typed[entry_id] !== undefined);
  const unclear = chosen.some((one) => secondsOf(one, typed) === null);
  const submit = ({ description = "" }: Values) => {
    if (unclear || chosen.length === 0) return;
    const parts = chosen.map((one) => ({ entry_id: one.entry_id, seconds: secondsOf(one, typed) }));
    void move.run({ entries: parts, ...placeOf(to, description) });
  };
  return (
    <Form onSubmit={submit} refusal={useRefusal(move.problem)}>
      <p className="muted">
        {t`Nothing is lost on the way: each line then charges what it has, rounded once.`}
      </p>
      <fieldset className={styles.entries}>
        <legend>{t`What goes`}</legend>
        {entries.map((one) => (
          <Entry key={one.entry_id} entry={one} typed={typed} onChange={setTyped} />
        ))}
      </fieldset>
      <Where draft={draft} line={line} to={to} onChange={setTo} />
      {!to.startsWith("line ") && (
        <TextField
          label={t`Text of the new line`}
          name="description"
          optional={t`as on this one, unless given`}
          autoComplete="off"
        />
      )}
      <FormActions>
        <Button
          type="submit"
          look="primary"
          busy={move.running}
          off={chosen.length === 0 ? t`Choose what goes first` : undefined}
        >
          {to ? t`Move` : t`Split`}
        </Button>
      </FormActions>
    </Form>
  );
}

interface EntryProps {
  readonly entry: LineEntry;
  readonly typed: Typed;
  readonly onChange: (typed: Typed) => void;
}

function Entry({ entry, typed, onChange }: EntryProps) {
  const { t } = useLingui();
  const { day } = useFormats();
  const { entry_id, seconds, about, agent_name, work_date } = entry;
  const text = typed[entry_id];
  const hours = written(seconds);
  const { [entry_id]: _, ...others } = typed;
  return (
    <div className={styles.entry}>
      <Checkbox
        label={`${day(work_date)} · ${agent_name} · ${hours}`}
        hint={about}
        checked={text !== undefined}
        onChange={({ target }) => onChange(target.checked ? { ...typed, [entry_id]: hours } : others)}
      />
      {text !== undefined && (
        <TextField
          label={t`How much of it`}
          name={`entry ${entry_id}`}
          value={text}
          autoComplete="off"
          hint={t`Of ${hours}; the last of the entry. 0:00:01 is a second.`}
          error={secondsOf(entry, typed) === null ? t`At most ${hours}.` : undefined}
          onChange={({ target }) => onChange({ ...typed, [entry_id]: target.value })}
        />
      )}
    </div>
  );
}

interface WhereProps extends Props {
  readonly to: string;
  readonly onChange: (to: string) => void;
}

function Where({ draft, line, to, onChange }: WhereProps) {
  const { t } = useLingui();
  const fitting = draft.lines.filter((one) => one.line_id !== line.line_id && fits(one, line));
  const others = useOtherDrafts(draft).data ?? [];
  return (
    <SelectField
      label={t`Where to`}
      name="to"
      value={to}
      refusedAs="to_line_id"
      hint={<Trans>Lines with the same price per hour and tax can have it.</Trans>}
      onChange={({ target }) => onChange(target.value)}
    >
      <option value="">{t`A new line below this one`}</option>
      {fitting.map(({ line_id, position, description }) => (
        <option key={line_id} value={`line ${line_id}`}>
          {t`Line ${position}: ${description}`}
        </option>
      ))}
      {others.map((other) => (
        <option key={other.id} value={`draft ${other.id}`}>
          <OtherDraftName of={other} />
        </option>
      ))}
    </SelectField>
  );
}

function OtherDraftName({
  of,
}: {
  readonly of: NonNullable<ReturnType<typeof useOtherDrafts>["data"]>[number];
}) {
  const { t } = useLingui();
  const { money, moment } = useFormats();
  const total = money(of.total);
  const made = moment(of.created_at, browserZone());
  return t`A new line on the draft of ${made}, ${total}`;
}

function fits(one: Line, line: Line): boolean {
  const alike = (of: Line) => [of.kind, of.hourly_rate?.amount, of.tax_category, of.tax_rate, of.tax_code];
  return JSON.stringify(alike(one)) === JSON.stringify(alike(line));
}

function placeOf(to: string, description: string): Pick<Moved, "to" | "description"> {
  const [kind, id] = to.split(" ");
  if (kind === "line" && id) return { to: { line: id } };
  return { to: kind === "draft" && id ? { draft: id } : {}, description };
}

/** With seconds only where there are such. */
function written(seconds: number): string {
  return seconds % 60 ? formatClock(seconds) : formatDuration(seconds);
}

function secondsOf({ entry_id, seconds }: LineEntry, typed: Typed): number | null {
  const found = parseDuration(typed[entry_id] ?? "");
  return found && found <= seconds ? found : null;
}
