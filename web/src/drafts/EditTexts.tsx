import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useRefusal } from "../api/useRefusal.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { SelectField, TextArea, TextField } from "../ui/Field.tsx";
import { Form, FormActions } from "../ui/Form.tsx";
import { type Draft, useChangeTexts } from "./useDraft.ts";

/** The customer's reference and the notes under the lines. */
export function EditTexts({ draft }: { readonly draft: Draft }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const off = useMay().not("change-invoices");
  return (
    <>
      <Button small onClick={() => setOpen(true)} off={off}>
        {t`Edit texts`}
      </Button>
      <Dialog title={t`Reference and notes`} open={open} onClose={() => setOpen(false)}>
        <TextsForm draft={draft} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function TextsForm({ draft, onDone }: { readonly draft: Draft; readonly onDone: () => void }) {
  const { t } = useLingui();
  const change = useChangeTexts(draft, onDone);
  return (
    <Form
      onSubmit={({ reference = "", notes = "", time_appendix }) =>
        void change.run({ reference, notes, time_appendix: time_appendix as Draft["time_appendix"] })
      }
      refusal={useRefusal(change.problem)}
    >
      <TextField
        label={t`Reference`}
        name="reference"
        defaultValue={draft.reference}
        optional={t`optional`}
        hint={t`Order number or person, as the customer asks for it.`}
      />
      <TextArea label={t`Notes`} name="notes" defaultValue={draft.notes} optional={t`optional`} />
      <SelectField
        label={t`Time behind the lines`}
        name="time_appendix"
        defaultValue={draft.time_appendix}
        hint={t`Printed on further pages of the same document.`}
      >
        <option value="none">{t`Not printed`}</option>
        <option value="entries">{t`Who, when, what and how long`}</option>
        <option value="entries-without-names">{t`When, what and how long, without names`}</option>
      </SelectField>
      <FormActions>
        <Button type="submit" look="primary" busy={change.running}>
          {t`Save`}
        </Button>
      </FormActions>
    </Form>
  );
}
