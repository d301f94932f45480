import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { ShownEntry } from "../offline/overlay.ts";
import { useOperation } from "../offline/useOperations.ts";
import { later } from "../ui/undo.ts";

/** Deletes entries after some seconds in which it can be taken back. What is refused waits, each with its reason, under what needs attention. */
export function useDeleteMany(): (entries: readonly ShownEntry[]) => void {
  const { t } = useLingui();
  const operation = useOperation();
  return (entries) => {
    const count = entries.length;
    later({
      message: t`${plural(count, { one: "# entry will be deleted.", other: "# entries will be deleted." })}`,
      undoLabel: t`Undo`,
      act: () => {
        for (const { id, version } of entries)
          void operation(id, { kind: "remove", version: version || null });
      },
    });
  };
}
