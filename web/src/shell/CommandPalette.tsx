import { useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, useId, useState } from "react";
import { type Command, useOffered } from "../ui/commands.ts";
import { Dialog } from "../ui/Dialog.tsx";
import styles from "./CommandPalette.module.css";
import { found } from "./found.ts";
import { openDialog, useOpenDialog } from "./openDialogs.ts";

/** What Ctrl-K opens. */
export default function CommandPalette() {
  const { t } = useLingui();
  const close = () => openDialog(null);
  return (
    <Dialog title={t`Go to or do…`} open={useOpenDialog() === "palette"} onClose={close}>
      <Search close={close} />
    </Dialog>
  );
}

function Search({ close }: { readonly close: () => void }) {
  const { t } = useLingui();
  const list = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const commands = found(useOffered(), typed);
  const chosen = Math.min(at, commands.length - 1);
  const run = (command: Command | undefined) => {
    close();
    command?.run();
  };
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((chosen + step + commands.length) % commands.length);
    else if (event.key === "Enter") run(commands[chosen]);
    else return;
    event.preventDefault();
  };
  const type = (text: string) => {
    setTyped(text);
    setAt(0);
  };
  return (
    <>
      <input
        className={styles.search}
        role="combobox"
        aria-label={t`Search commands`}
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={commands[chosen] && `${list}-${chosen}`}
        value={typed}
        onChange={(event) => type(event.target.value)}
        onKeyDown={pressed}
      />
      <ul id={list} role="listbox" aria-label={t`Commands`} className={styles.list}>
        {commands.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the search field's
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <li
            key={command.id}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === chosen}
            onClick={() => run(command)}
          >
            {command.label}
            {command.key && <kbd>{command.key.toUpperCase()}</kbd>}
          </li>
        ))}
      </ul>
    </>
  );
}
