import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { TaxCodeField } from "../explain/TaxCodeField.tsx";
import { useTaxWords } from "../explain/taxWords.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Form } from "../ui/Form.tsx";
import { Note } from "../ui/Note.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import type { Draft, Invoice } from "./useDraft.ts";

type Tax = NonNullable<Invoice["tax_choice"]>["chosen"];

/** How the draft is taxed, whether that was proposed, and a way to choose otherwise. */
export function TaxChoice({ draft }: { readonly draft: Draft }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const written = useWrittenTax();
  const off = useMay().not("change-invoices");
  const choice = draft.tax_choice;
  if (!choice) return null;
  const { chosen, proposed } = choice;
  return (
    <span className="row">
      <span>
        {written(chosen)}
        {!isSame(chosen, proposed) && (
          <span className="muted small"> {t`proposed was ${written(proposed)}`}</span>
        )}
      </span>
      <Button small onClick={() => setOpen(true)} off={off}>
        {t`Tax…`}
      </Button>
      <Dialog title={t`How the draft is taxed`} open={open} onClose={() => setOpen(false)}>
        <TaxForm draft={draft} choice={choice} onDone={() => setOpen(false)} />
      </Dialog>
    </span>
  );
}

interface FormProps {
  readonly draft: Draft;
  readonly choice: NonNullable<Invoice["tax_choice"]>;
  readonly onDone: () => void;
}

function TaxForm({ draft, choice, onDone }: FormProps) {
  const { t } = useLingui();
  const written = useWrittenTax();
  const why = useReason(choice.reason);
  const change = useWrite(
    (code: string) => {
      const params = { path: { invoice_id: draft.id }, header: { "if-match": draft.etag } };
      const { category, rate } = choice.proposed;
      const tax = code
        ? { code }
        : (choice.proposed.code && { code: choice.proposed.code }) || { category, rate };
      return data(invoicing.PUT("/v1/invoices/{invoice_id}/tax", { params, body: { tax } }));
    },
    { refresh: ["invoicing"], onDone },
  );
  return (
    <Form
      onSubmit={(values) => void change.run(values["tax.code"] ?? "")}
      refusal={useRefusal(change.problem)}
    >
      <Note>
        <p>
          {t`Proposed: ${written(choice.proposed)}`}. {why}
        </p>
      </Note>
      <TaxCodeField label={t`Tax code of the draft`} empty={t`As proposed`} chosen={choice.chosen.code} />
      <p className="muted small">
        {t`All lines that have a tax get this one, and those that are added later. A single line is changed on the line.`}
      </p>
      <SubmitOrCancel busy={change.running} onCancel={onDone}>
        {t`Save`}
      </SubmitOrCancel>
    </Form>
  );
}

function isSame(one: Tax, other: Tax): boolean {
  return one.category === other.category && one.rate === other.rate && one.code === other.code;
}

function useWrittenTax(): (tax: Tax) => string {
  const words = useTaxWords();
  return ({ category, rate, code }) => [words(category, rate), code && `(${code})`].filter(Boolean).join(" ");
}

/** Why just this tax is proposed. */
function useReason(reason: FormProps["choice"]["reason"]): string {
  const { t } = useLingui();
  switch (reason) {
    case "at-home":
      return t`The customer is in your own country.`;
    case "business-in-eu":
      return t`The customer is a business with a VAT number in another EU country: it owes the tax itself.`;
    case "private-in-eu":
      return t`The customer is in another EU country and has no VAT number of another country: your own VAT holds.`;
    case "outside-eu":
      return t`One of you is outside the EU.`;
    case "own-tax":
      return t`Your own settings charge no VAT.`;
    case "country-unknown":
      return t`Your own country or the customer's is not known, so your own tax holds.`;
  }
}
