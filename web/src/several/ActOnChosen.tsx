import { Plural, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { ShownEntry } from "../offline/overlay.ts";
import { formatDuration } from "../time/duration.ts";
import { Button } from "../ui/Button.tsx";
import ChangeMany from "./ChangeMany.tsx";
import styles from "./Several.module.css";
import { useDeleteMany } from "./useDeleteMany.ts";

interface Props {
  readonly entries: readonly ShownEntry[];
  readonly recent: readonly ShownEntry[];
  /** What was chosen is chosen no more. */
  readonly onActed: () => void;
  readonly onEnd: () => void;
}

/** How much is chosen, and what can be done with it. */
export default function ActOnChosen({ entries, recent, onActed, onEnd }: Props) {
  const { t } = useLingui();
  const [changing, setChanging] = useState(false);
  const remove = useDeleteMany();
  const none = entries.length === 0 ? t`Choose entries first.` : undefined;
  const sum = formatDuration(entries.reduce((seconds, entry) => seconds + entry.seconds, 0));
  return (
    <div className={styles.acts}>
      <p className="muted" role="status">
        <Plural value={entries.length} one="# chosen" other="# chosen" />
        {entries.length > 0 && `, ${sum}`}
      </p>
      <div className="row">
        <Button small look="primary" off={none} onClick={() => setChanging(true)}>{t`Change them`}</Button>
        <Button
          small
          look="danger"
          off={none}
          onClick={() => {
            remove(entries);
            onActed();
          }}
        >{t`Delete them`}</Button>
        <Button small onClick={onEnd}>{t`Done`}</Button>
      </div>
      {changing && (
        <ChangeMany
          entries={entries}
          recent={recent}
          onClose={() => setChanging(false)}
          onDone={() => {
            setChanging(false);
            onActed();
          }}
        />
      )}
    </div>
  );
}
