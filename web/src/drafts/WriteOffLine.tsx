import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useRefusal } from "../api/useRefusal.ts";
import { useMay } from "../session/may.ts";
import { Button, IconButton } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormActions } from "../ui/Form.tsx";
import { ScissorsIcon } from "../ui/icons.tsx";
import { type Draft, type Line, useWriteOffLine } from "./useDraft.ts";

interface Props {
  readonly draft: Draft;
  readonly line: Line;
}

/** Lets the time of a line be charged to nobody. */
export function WriteOffLine({ draft, line }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const { description } = line;
  return (
    <>
      <IconButton
        name={t`Write off ${description}`}
        onClick={() => setOpen(true)}
        off={useMay().not("change-invoices")}
      >
        <ScissorsIcon />
      </IconButton>
      <Dialog title={t`Write the line off`} open={open} onClose={() => setOpen(false)}>
        <WriteOffForm draft={draft} line={line} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function WriteOffForm({ draft, line, onDone }: Props & { readonly onDone: () => void }) {
  const { t } = useLingui();
  const write = useWriteOffLine(draft, line.line_id, onDone);
  return (
    <Form onSubmit={({ reason = "" }) => void write.run({ reason })} refusal={useRefusal(write.problem)}>
      <p className="muted">
        {t`Its time leaves the draft, and nobody is charged for it. Under To bill it can be undone.`}
      </p>
      <TextField label={t`Reason`} name="reason" required autoComplete="off" />
      <FormActions>
        <Button type="submit" look="primary" busy={write.running}>
          {t`Write off`}
        </Button>
      </FormActions>
    </Form>
  );
}
