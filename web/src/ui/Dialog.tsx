import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { IconButton } from "./Button.tsx";
import styles from "./Dialog.module.css";
import { CloseIcon } from "./icons.tsx";

interface Props {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** `drawer` comes from the side and is for reading beside the page. */
  readonly look?: "dialog" | "drawer";
}

/** A dialog that asks for something begins there, not at its close button; of options, at the chosen one. */
const FIRST = "[type=radio]:checked, input:not([type=hidden], [type=radio]), select, textarea";

/** A modal `<dialog>`: the browser keeps the focus inside, Escape closes it, and the focus goes back afterwards. */
export function Dialog({ title, open, onClose, children, look = "dialog" }: Props) {
  const { t } = useLingui();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    if (!open) return;
    const before = document.activeElement;
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>(FIRST)?.focus();
    return () => giveBack(before);
  }, [open]);
  if (!open) return null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the browser's own
    <dialog
      ref={dialog}
      className={styles.dialog}
      data-look={look}
      aria-labelledby={heading}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div className={styles.inside}>
        <header className={styles.head}>
          <h2 id={heading}>{title}</h2>
          <IconButton name={t`Close`} onClick={() => dialog.current?.close()}>
            <CloseIcon />
          </IconButton>
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** A dialog that was taken away, because what it was for is done, leaves the focus nowhere. */
function giveBack(before: Element | null) {
  const nowhere = document.activeElement === document.body;
  if (nowhere && before instanceof HTMLElement && before.isConnected) before.focus();
}

/** What is read beside the page, such as why an amount is what it is. */
export function Drawer(props: Omit<Props, "look">) {
  return <Dialog {...props} look="drawer" />;
}
