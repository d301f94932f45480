import { useLingui } from "@lingui/react/macro";
import type { Task } from "../directory/lists.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";

interface Props {
  readonly task: Task;
  readonly onEdit: (task: Task) => void;
}

/** A task's name, by which it is edited. */
export function TaskButton({ task, onEdit }: Props) {
  const { t } = useLingui();
  const may = useMay();
  return (
    <Button
      look="quiet"
      small
      off={may.not("manage-work")}
      aria-label={t`Edit ${task.name}`}
      onClick={() => onEdit(task)}
    >
      {task.name}
    </Button>
  );
}
