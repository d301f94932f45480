import { useLingui } from "@lingui/react/macro";
import type { WorkName } from "../directory/work.ts";
import { useFormats } from "../i18n/format.ts";
import type { ShownEntry } from "../offline/overlay.ts";
import { endOf } from "../time/endOf.ts";
import { Duration } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import styles from "./Several.module.css";
import { mayChoose } from "./useChosen.ts";

interface Props {
  readonly entry: ShownEntry;
  readonly work: WorkName;
  readonly chosen: boolean;
  /** `through`: with all from the one before. */
  readonly onChoose: (through: boolean) => void;
}

/** An entry as a line that is chosen by a press anywhere; one that cannot be says why. */
export function ChosenEntry({ entry, work: { label, detail }, chosen, onChoose }: Props) {
  const { t } = useLingui();
  const { time } = useFormats();
  const name = entry.description || label || t`Without a note`;
  const more = [entry.description ? label : "", detail].filter(Boolean).join(" · ");
  const when = entry.started_at
    ? `${time(entry.started_at, entry.time_zone)}–${time(endOf(entry), entry.time_zone)}`
    : "";
  return (
    <label className={styles.entry} data-chosen={chosen || undefined}>
      <input
        type="checkbox"
        checked={chosen}
        disabled={!mayChoose(entry)}
        onChange={({ nativeEvent }) => onChoose(nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
      />
      <span className={styles.what}>
        {name} {entry.pending && <Badge tone="info">{t`Not sent yet`}</Badge>}
        {entry.state !== "draft" && <Badge>{t`Handed in`}</Badge>}
        {more && <span className="muted small">{more}</span>}
      </span>
      <span className="muted small">{when}</span>
      <Duration seconds={entry.seconds} />
    </label>
  );
}
