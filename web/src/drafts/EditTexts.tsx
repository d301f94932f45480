import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useRefusal } from "../api/useRefusal.ts";
import { TermsChoice } from "../explain/TermsChoice.tsx";
import { useTermsWords } from "../explain/terms.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { SelectField, TextArea, TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow } from "../ui/Form.tsx";
import { textsOf } from "./textsOf.ts";
import { type Draft, useChangeTexts } from "./useDraft.ts";

/** What stands beside the lines: references, when it is due, how to pay, notes. */
export function EditTexts({ draft }: { readonly draft: Draft }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const off = useMay().not("change-invoices");
  return (
    <>
      <Button small onClick={() => setOpen(true)} off={off}>
        {t`Edit texts`}
      </Button>
      <Dialog title={t`What the invoice says`} open={open} onClose={() => setOpen(false)}>
        <TextsForm draft={draft} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function TextsForm({ draft, onDone }: { readonly draft: Draft; readonly onDone: () => void }) {
  const { t } = useLingui();
  const change = useChangeTexts(draft, onDone);
  const proposed = useProposedTerms(draft);
  return (
    <Form onSubmit={(values) => void change.run(textsOf(values, draft))} refusal={useRefusal(change.problem)}>
      <FormRow>
        <TextField
          label={t`Purchase order number`}
          name="purchase_order"
          defaultValue={draft.purchase_order ?? ""}
          optional={t`optional`}
          autoComplete="off"
        />
        <TextField
          label={t`Reference`}
          name="reference"
          defaultValue={draft.reference}
          optional={t`optional`}
          hint={t`The person or case, as the customer asks for it.`}
        />
      </FormRow>
      <TermsChoice terms={draft.terms_of === "draft" ? draft.terms : null} proposed={proposed} fixed />
      <TextArea
        label={t`Payment instructions`}
        name="payment_instructions"
        defaultValue={draft.payment_instructions}
        hint={t`Emptied, they are those of the customer or of your settings again.`}
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

/** What holds where the draft says nothing: known as long as it says nothing. */
function useProposedTerms({ terms, terms_of }: Draft): string {
  const { t } = useLingui();
  const words = useTermsWords();
  if (!terms || terms_of === "draft") return t`As the customer or your settings say`;
  return terms_of === "customer" ? t`The customer's: ${words(terms)}` : t`Your own: ${words(terms)}`;
}
