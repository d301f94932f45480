import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { Button, type Look } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";
import { FormActions } from "./Form.tsx";

interface Props {
  readonly children: ReactNode;
  readonly title: string;
  /** What will happen, in a sentence. */
  readonly consequence: ReactNode;
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly look?: Look;
  readonly small?: boolean;
  readonly busy?: boolean;
  readonly off?: string | undefined;
}

/** For what cannot be undone: says what will happen and asks once. What can be undone has an undo instead. */
export function ConfirmButton({
  children,
  title,
  consequence,
  confirm,
  onConfirm,
  look = "danger",
  ...button
}: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const act = () => {
    setOpen(false);
    onConfirm();
  };
  return (
    <>
      <Button look={look} {...button} onClick={() => setOpen(true)}>
        {children}
      </Button>
      <Dialog title={title} open={open} onClose={() => setOpen(false)}>
        <div>{consequence}</div>
        <FormActions>
          <Button look={look === "plain" ? "primary" : look} onClick={act}>
            {confirm}
          </Button>
          <Button onClick={() => setOpen(false)}>{t`Cancel`}</Button>
        </FormActions>
      </Dialog>
    </>
  );
}
