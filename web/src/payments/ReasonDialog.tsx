import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import type { Problem } from "../api/problem.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";

interface Props {
  readonly children: string;
  readonly title: string;
  readonly consequence: ReactNode;
  readonly confirm: string;
  readonly small?: boolean;
  readonly off: string | undefined;
  readonly busy: boolean;
  readonly problem: Problem | null;
  /** Resolves to what was done, or to undefined when it was refused. */
  readonly act: (reason: string) => Promise<unknown>;
}

/** A button that asks for the reason, which stays in the books. */
export function ReasonDialog({
  children,
  title,
  consequence,
  confirm,
  small,
  off,
  busy,
  problem,
  act,
}: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  const submit = async (reason: string) => {
    if ((await act(reason)) !== undefined) close();
  };
  return (
    <>
      <Button look="danger" small={small ?? false} off={off} onClick={() => setOpen(true)}>
        {children}
      </Button>
      <Dialog title={title} open={open} onClose={close}>
        <Form refusal={useRefusal(problem)} onSubmit={({ reason = "" }) => void submit(reason)}>
          <p>{consequence}</p>
          <TextArea label={t`Reason`} name="reason" rows={2} hint={t`It stays in the books.`} />
          <SubmitOrCancel look="danger" busy={busy} onCancel={close}>
            {confirm}
          </SubmitOrCancel>
        </Form>
      </Dialog>
    </>
  );
}
