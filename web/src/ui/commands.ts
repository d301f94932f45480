import { useEffect, useRef, useSyncExternalStore } from "react";

export interface Command {
  readonly id: string;
  readonly label: string;
  /** One key without a modifier: `n`, `?`. It does nothing while somebody types. */
  readonly key?: string;
  readonly run: () => void;
}

let commands: readonly Command[] = [];
const listeners = new Set<() => void>();

function set(next: readonly Command[]): void {
  commands = next;
  for (const listener of listeners) listener();
}

/** Offers commands in the palette and by their keys, as long as the component is on screen. */
export function useCommands(offered: readonly Command[]): void {
  const latest = useRef(offered);
  latest.current = offered;
  const signature = offered.map(({ id, label, key }) => [id, label, key].join()).join("|");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature stands for what is offered
  useEffect(() => {
    const mine = latest.current.map((command) => ({
      ...command,
      run: () => latest.current.find(({ id }) => id === command.id)?.run(),
    }));
    set([...commands.filter(({ id }) => !mine.some((other) => other.id === id)), ...mine]);
    return () => set(commands.filter((command) => !mine.includes(command)));
  }, [signature]);
}

export function useOffered(): readonly Command[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => commands,
  );
}

/** The command of a key that was pressed outside of fields and dialogs. */
export function commandFor(event: KeyboardEvent): Command | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return undefined;
  if (
    event.target instanceof Element &&
    event.target.closest("input, textarea, select, dialog, [contenteditable]")
  ) {
    return undefined;
  }
  return commands.find(({ key }) => key !== undefined && key === event.key.toLowerCase());
}
