import { useLingui } from "@lingui/react/macro";
import type { WorkName } from "../directory/work.ts";
import { useFormats } from "../i18n/format.ts";
import type { ShownEntry } from "../offline/overlay.ts";
import { useOperation } from "../offline/useOperations.ts";
import { endOf } from "../time/endOf.ts";
import { IconButton } from "../ui/Button.tsx";
import { EditIcon, PlayIcon, ScissorsIcon, TrashIcon } from "../ui/icons.tsx";
import { Duration } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import { later } from "../ui/undo.ts";
import styles from "./EntryDays.module.css";
import type { TimerActions } from "./useTimerActions.ts";
import { workOf } from "./work.ts";

interface Props {
  readonly entry: ShownEntry;
  readonly work: WorkName;
  readonly onStart: TimerActions["start"];
  readonly onEdit: (entry: ShownEntry) => void;
  readonly onSplit: (entry: ShownEntry) => void;
  readonly chosen: boolean;
  /** Undefined while nobody chooses. */
  readonly onChoose: ((entry: ShownEntry) => void) | undefined;
}

export function EntryRow({
  entry,
  work: { label, detail },
  onStart,
  onEdit,
  onSplit,
  chosen,
  onChoose,
}: Props) {
  const { t } = useLingui();
  const name = entry.description || label || t`Without a note`;
  const closed = entry.state === "draft" ? undefined : t`The timesheet was handed in.`;
  const unsent = entry.pending ? t`It was not sent yet.` : undefined;
  return (
    <li className={styles.entry} data-choosing={onChoose !== undefined || undefined}>
      {onChoose && (
        <input
          type="checkbox"
          className={styles.choose}
          aria-label={t`Choose ${name}`}
          checked={chosen}
          disabled={closed !== undefined || entry.pending}
          onChange={() => onChoose(entry)}
        />
      )}
      <div className={styles.what}>
        <p className={styles.note}>
          {name} <States entry={entry} />
        </p>
        <p className="muted small">{[entry.description ? label : "", detail].filter(Boolean).join(" · ")}</p>
      </div>
      <Times entry={entry} />
      <span className={styles.duration}>
        <Duration seconds={entry.seconds} />
      </span>
      <div className={styles.actions}>
        <IconButton name={t`Continue ${name}`} onClick={() => onStart(workOf(entry))}>
          <PlayIcon size={16} />
        </IconButton>
        <IconButton name={t`Edit ${name}`} off={closed} onClick={() => onEdit(entry)}>
          <EditIcon size={18} />
        </IconButton>
        <IconButton name={t`Split ${name}`} off={closed ?? unsent} onClick={() => onSplit(entry)}>
          <ScissorsIcon size={18} />
        </IconButton>
        <Delete entry={entry} name={name} closed={closed} />
      </div>
    </li>
  );
}

function States({ entry }: { readonly entry: ShownEntry }) {
  const { t } = useLingui();
  return (
    <>
      {entry.pending && <Badge tone="info">{t`Not sent yet`}</Badge>}{" "}
      {!entry.billable && <Badge>{t`Not billable`}</Badge>}{" "}
      {entry.capped && <Badge tone="warn">{t`Forgotten timer`}</Badge>}
    </>
  );
}

function Times({ entry }: { readonly entry: ShownEntry }) {
  const { time } = useFormats();
  if (!entry.started_at) return <span className={styles.times} />;
  const end = endOf(entry);
  return (
    <span className={styles.times}>
      {time(entry.started_at, entry.time_zone)}–{time(end, entry.time_zone)}
    </span>
  );
}

function Delete({ entry, name, closed }: { entry: ShownEntry; name: string; closed: string | undefined }) {
  const { t } = useLingui();
  const operation = useOperation();
  const version = entry.version || null;
  const remove = () =>
    later({
      message: t`${name} will be deleted.`,
      undoLabel: t`Undo`,
      act: () => void operation(entry.id, { kind: "remove", version }),
    });
  return (
    <IconButton name={t`Delete ${name}`} off={closed} onClick={remove}>
      <TrashIcon size={18} />
    </IconButton>
  );
}
