import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { typedAmount } from "../i18n/typedAmount.ts";
import { formatDuration } from "../time/duration.ts";
import { Checkbox, TextField } from "../ui/Field.tsx";
import { type CreditableEntry, type CreditableLine, isLeft, keyOf, secondsOf, type Typed } from "./credit.ts";
import styles from "./Invoices.module.css";

interface Props {
  readonly lines: readonly CreditableLine[];
  readonly typed: Typed;
  readonly onChange: (typed: Typed) => void;
}

/** What is left of an invoice, to be chosen line by line and entry by entry. */
export function CreditParts({ lines, typed, onChange }: Props) {
  const { t } = useLingui();
  return (
    <fieldset className={styles.parts}>
      <legend className="visually-hidden">{t`What is credited`}</legend>
      {lines
        .filter((line) => line.is_open)
        .map((line) => (
          <div key={line.line_id} className={styles.part}>
            {line.kind === "time" ? (
              <TimeLine line={line} typed={typed} onChange={onChange} />
            ) : (
              <OtherLine line={line} typed={typed} onChange={onChange} />
            )}
          </div>
        ))}
    </fieldset>
  );
}

interface LineProps extends Omit<Props, "lines"> {
  readonly line: CreditableLine;
}

function TimeLine({ line, typed, onChange }: LineProps) {
  const { money } = useFormats();
  const all = line.entries.map((entry) => keyOf(line, entry));
  const whole = line.entries.map((entry) => [keyOf(line, entry), formatDuration(entry.seconds)]);
  return (
    <>
      <Checkbox
        label={`${line.description} · ${money(line.left)}`}
        checked={all.length > 0 && all.every((key) => typed[key] !== undefined)}
        onChange={({ target }) =>
          onChange(target.checked ? { ...typed, ...Object.fromEntries(whole) } : without(typed, all))
        }
      />
      {line.entries.map((entry) => (
        <Entry key={keyOf(line, entry)} line={line} entry={entry} typed={typed} onChange={onChange} />
      ))}
    </>
  );
}

function Entry({ line, entry, typed, onChange }: LineProps & { readonly entry: CreditableEntry }) {
  const { t } = useLingui();
  const { day } = useFormats();
  const key = keyOf(line, entry);
  const text = typed[key];
  const hours = formatDuration(entry.seconds);
  const about = entry.description || entry.work_item_name || entry.project_name || "";
  return (
    <div className={styles.entry}>
      <Checkbox
        label={`${day(entry.work_date)} · ${entry.agent_name} · ${hours}`}
        hint={about}
        checked={text !== undefined}
        onChange={({ target }) =>
          onChange(target.checked ? { ...typed, [key]: hours } : without(typed, [key]))
        }
      />
      {text !== undefined && (
        <TextField
          label={t`Hours to credit`}
          name={key}
          value={text}
          autoComplete="off"
          hint={t`Of ${hours}; the last of the entry.`}
          error={secondsOf(entry, text) === null ? t`At most ${hours}.` : undefined}
          onChange={({ target }) => onChange({ ...typed, [key]: target.value })}
        />
      )}
    </div>
  );
}

function OtherLine({ line, typed, onChange }: LineProps) {
  const { t, i18n } = useLingui();
  const { money } = useFormats();
  const key = keyOf(line);
  const text = typed[key];
  const left = i18n.locale === "da" ? line.left.amount.replace(".", ",") : line.left.amount;
  return (
    <>
      <Checkbox
        label={`${line.description} · ${money(line.left)}`}
        checked={text !== undefined}
        onChange={({ target }) =>
          onChange(target.checked ? { ...typed, [key]: left } : without(typed, [key]))
        }
      />
      {text !== undefined && (
        <TextField
          label={t`Amount to credit, without VAT`}
          name={key}
          value={text}
          inputMode="decimal"
          autoComplete="off"
          error={isLeft(line, typedAmount(text, i18n.locale)) ? undefined : t`At most ${money(line.left)}.`}
          onChange={({ target }) => onChange({ ...typed, [key]: target.value })}
        />
      )}
    </>
  );
}

function without(typed: Typed, keys: readonly string[]): Typed {
  return Object.fromEntries(Object.entries(typed).filter(([key]) => !keys.includes(key)));
}
