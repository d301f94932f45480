import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useRefusal } from "../api/useRefusal.ts";
import { CustomerPicker } from "../directory/Pickers.tsx";
import { today } from "../time/clock.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox } from "../ui/Field.tsx";
import { Form, FormRow } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { PersonField, ProjectField } from "./Narrowed.tsx";
import { PeriodFields } from "./PeriodFields.tsx";
import { type Days, daysOf } from "./period.ts";
import { RefusedNote } from "./RefusedNote.tsx";
import { refusedBy } from "./refused.ts";
import { usePrint } from "./usePrint.ts";

interface Props {
  readonly customer?: { readonly id: string; readonly name: string };
  readonly days?: Days;
  readonly onClose: () => void;
}

/** Which time the customer is to sign for; the answer is a file, or why there is none. */
export default function SigningDialog({ customer, days, onClose }: Props) {
  const { t } = useLingui();
  const [chosen, setChosen] = useState<string | null>(null);
  const customerId = customer?.id ?? chosen;
  const print = usePrint(customer?.name, onClose);
  const refused = print.problem && refusedBy(print.problem);
  const refusal = useRefusal(print.problem);
  return (
    <Dialog
      title={customer ? t`Timesheet for ${customer.name} to sign` : t`Timesheet to sign`}
      open
      onClose={onClose}
    >
      <Form
        label={t`Timesheet to sign`}
        refusal={refused ? null : refusal}
        onSubmit={(values) => void print.run({ ...values, organization_id: customerId ?? "" })}
      >
        {!customer && <CustomerPicker value={chosen} onChange={setChosen} />}
        <PeriodFields start={days ?? daysOf("last-month", today())} problem={print.problem} />
        <FormRow>
          <PersonField />
          <ProjectField key={customerId} customerId={customerId} />
        </FormRow>
        <Checkbox
          label={t`Also time that is not approved yet`}
          name="state"
          value="any"
          hint={t`It is marked on the timesheet.`}
        />
        <Explained />
        {refused && <RefusedNote refused={refused} customerId={customerId ?? ""} />}
        <SubmitOrCancel busy={print.running} onCancel={onClose}>
          <Trans>Download PDF</Trans>
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}

function Explained() {
  return (
    <p className="muted small">
      <Trans>
        Who did what when, without prices, in the customer's language. They sign it with a pen, or in the PDF
        itself. Its seal shows every later change but signatures.
      </Trans>
    </p>
  );
}
