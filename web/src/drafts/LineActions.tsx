import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { ProblemNote } from "../api/QueryView.tsx";
import { useMay } from "../session/may.ts";
import { IconButton } from "../ui/Button.tsx";
import { ChevronDownIcon, EditIcon, TrashIcon } from "../ui/icons.tsx";
import { DiscountLine } from "./DiscountLine.tsx";
import styles from "./DraftPage.module.css";
import { EditLine } from "./EditLine.tsx";
import { MoveTime } from "./MoveTime.tsx";
import { type Draft, type Line, useChangeLine, useRemoveLine } from "./useDraft.ts";
import { WriteOffLine } from "./WriteOffLine.tsx";

interface Props {
  readonly draft: Draft;
  readonly line: Line;
}

/** What can be done with a line: move it, change it, take it off. */
export function LineActions({ draft, line }: Props) {
  const { t } = useLingui();
  const [editing, setEditing] = useState(false);
  const remove = useRemoveLine(draft);
  const off = useMay().not("change-invoices");
  const { line_id, kind, description } = line;
  return (
    <>
      <span className={styles.actions}>
        <Move draft={draft} line={line} />
        <IconButton name={t`Change ${description}`} onClick={() => setEditing(true)} off={off}>
          <EditIcon />
        </IconButton>
        <span className={styles.slot}>
          <DiscountLine draft={draft} line={line} />
        </span>
        <span className={styles.slot}>{kind === "time" && <MoveTime draft={draft} line={line} />}</span>
        <span className={styles.slot}>{kind === "time" && <WriteOffLine draft={draft} line={line} />}</span>
        <IconButton
          name={t`Remove ${description}`}
          onClick={() => void remove.run(line_id)}
          busy={remove.running}
          off={off}
        >
          <TrashIcon />
        </IconButton>
      </span>
      <ProblemNote problem={remove.problem} />
      <EditLine draft={draft} line={line} open={editing} onClose={() => setEditing(false)} />
    </>
  );
}

/** Discounts stay under their lines, or behind all: they have no places of their own. */
function Move({ draft, line }: Props) {
  const { t } = useLingui();
  const change = useChangeLine(draft, line.line_id);
  const off = useMay().not("change-invoices");
  const { kind, description } = line;
  const lines = draft.lines.filter((one) => one.kind !== "discount");
  const position = lines.indexOf(line) + 1;
  const last = lines.length;
  if (kind === "discount" || last < 2) return null;
  const to = (place: number) => void change.run({ position: place });
  return (
    <>
      <IconButton
        name={t`Move ${description} up`}
        onClick={() => to(position - 1)}
        busy={change.running}
        off={off ?? (position === 1 ? t`It is the first line` : undefined)}
      >
        <span className={styles.up}>
          <ChevronDownIcon />
        </span>
      </IconButton>
      <IconButton
        name={t`Move ${description} down`}
        onClick={() => to(position + 1)}
        busy={change.running}
        off={off ?? (position === last ? t`It is the last line` : undefined)}
      >
        <ChevronDownIcon />
      </IconButton>
      <ProblemNote problem={change.problem} />
    </>
  );
}
