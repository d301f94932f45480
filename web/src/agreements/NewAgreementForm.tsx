import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { useWrite } from "../api/useWrite.ts";
import { useList } from "../directory/lists.ts";
import { CustomerPicker } from "../directory/Pickers.tsx";
import { today } from "../time/clock.ts";
import { firstOfMonth } from "../time/workDate.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow, type Values } from "../ui/Form.tsx";
import { toast } from "../ui/toasts.ts";
import { type Agreement, create, type Kind, type NewAgreement } from "./agreement.ts";
import { CoverageFields } from "./CoverageFields.tsx";
import { FeeFields, MinimumFields } from "./MonthlyFields.tsx";
import { PartFields } from "./PartFields.tsx";
import { Summary } from "./Summary.tsx";
import { typedTold } from "./told.ts";
import { agreementOf } from "./typed.ts";
import { useAgreementRefusal } from "./useAgreementRefusal.ts";
import { useKindWords } from "./useKindWords.ts";
import { useTypedAmounts } from "./useTypedAmounts.ts";

interface Props {
  readonly kind: Kind;
  readonly customer: string | null;
  /** The account's, where a customer has none of their own. */
  readonly currency: string;
  readonly onDone: (made: Agreement) => void;
  readonly cancel: ReactNode;
}

export function NewAgreementForm({ kind, customer: asked, currency: ofAccount, onDone, cancel }: Props) {
  const { t } = useLingui();
  const words = useKindWords()[kind];
  const [customer, setCustomer] = useState(asked);
  const [projects, setProjects] = useState<readonly string[]>([]);
  const [serviceTypes, setServiceTypes] = useState<readonly string[]>([]);
  const [typed, setTyped] = useState<Values>({});
  const amounts = useTypedAmounts();
  const currency =
    useList("organizations").find(({ id }) => id === customer)?.effective_currency ?? ofAccount;
  const save = useWrite((body: NewAgreement) => create(body), {
    refresh: ["rates", "invoicing"],
    onDone: (made) => {
      toast(t`The agreement is made`);
      onDone(made);
    },
  });
  const agreement = (values: Values) =>
    agreementOf(values, {
      kind,
      organization_id: customer ?? "",
      project_ids: projects,
      service_type_ids: serviceTypes,
    });
  return (
    <Form
      refusal={useAgreementRefusal(save.problem)}
      onTyped={setTyped}
      onSubmit={(values) => void save.run(agreement(values))}
    >
      <FormRow>
        <CustomerPicker value={customer} onChange={setCustomer} />
        <TextField key={kind} label={t`Name`} name="name" defaultValue={words.name} maxLength={200} />
        <TextField key={currency} label={t`Currency`} name="currency" defaultValue={currency} maxLength={3} />
      </FormRow>
      {kind === "monthly-minimum" && <FeeFields />}
      {kind === "spend-minimum" && <MinimumFields />}
      {kind === "fixed-price" && <PartFields />}
      <Days />
      <CoverageFields
        customer={customer}
        projects={projects}
        serviceTypes={serviceTypes}
        onProjects={setProjects}
        onServiceTypes={setServiceTypes}
      />
      <Summary typed told={typedTold(agreement({ currency, ...amounts(typed) }))} />
      <FormActions>
        <Button type="submit" look="primary" busy={save.running}>
          <Trans>Make the agreement</Trans>
        </Button>
        {cancel}
      </FormActions>
    </Form>
  );
}

function Days() {
  const { t } = useLingui();
  return (
    <FormRow>
      <TextField label={t`First day`} name="first_day" type="date" defaultValue={firstOfMonth(today())} />
      <TextField label={t`Last day`} name="last_day" type="date" optional={t`optional`} />
      <TextField
        label={t`Then goes on for, months`}
        name="renews_months"
        inputMode="numeric"
        optional={t`optional`}
        autoComplete="off"
      />
    </FormRow>
  );
}
