import { useLingui } from "@lingui/react/macro";
import { type FormEvent, useRef, useState } from "react";
import { WorkPicker } from "../directory/WorkPicker.tsx";
import type { Running, WorkBody } from "../offline/change.ts";
import type { ShownEntry } from "../offline/overlay.ts";
import { Button } from "../ui/Button.tsx";
import { useCommands } from "../ui/commands.ts";
import { PlayIcon } from "../ui/icons.tsx";
import { StartAgain } from "./StartAgain.tsx";
import styles from "./StartForm.module.css";
import { useTimerActions } from "./useTimerActions.ts";

interface Props {
  readonly running: Running | null;
  readonly recent: readonly ShownEntry[];
}

/** Type what you work on and press Enter. While something runs, it is switched. */
export function StartForm({ running, recent }: Props) {
  const { t } = useLingui();
  const { start } = useTimerActions(running);
  const note = useRef<HTMLInputElement>(null);
  const [work, setWork] = useState<Partial<WorkBody>>({});
  useCommands([{ id: "new", label: t`Start new work`, key: "n", run: () => note.current?.focus() }]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    start({ ...work, description: note.current?.value.trim() ?? "", tags: [] });
    event.currentTarget.reset();
    setWork({});
  };
  return (
    <>
      <form onSubmit={submit} className={styles.form} aria-label={t`Start work`}>
        <input
          ref={note}
          className={styles.note}
          aria-label={t`What are you working on?`}
          placeholder={t`What are you working on?`}
          autoComplete="off"
          maxLength={5000}
        />
        <div className={styles.work}>
          <WorkPicker bare value={work} onChange={setWork} recent={recent} />
        </div>
        <Button type="submit" look="primary">
          <PlayIcon size={16} />
          {running ? t`Switch` : t`Start`}
        </Button>
      </form>
      <StartAgain onStart={start} />
    </>
  );
}
