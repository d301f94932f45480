import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { today } from "../time/clock.ts";
import { parseDuration } from "../time/duration.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormRow, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { useAsked } from "../ui/useAsked.ts";
import { ChargeFields } from "./ChargeFields.tsx";
import { create, type NewMultiplier as Request, requestOf, type WindowKind } from "./multipliers.ts";
import { type Named, NamedFields } from "./NamedFields.tsx";
import { chosenDays, WindowFields } from "./WindowFields.tsx";

const NO_DURATION = -1;
const LONGEST_WEEK_SECONDS = 7 * 24 * 3600;

const NOTHING = {
  organization_id: null,
  project_id: null,
  agent_id: null,
  team_id: null,
  service_type_id: null,
};

/** When it applies, what an hour is charged at then, and for whose work. */
export function NewMultiplier() {
  const { t } = useLingui();
  const [asked, ask] = useAsked();
  const close = () => ask({ add: null });
  return (
    <Dialog title={t`Add a supplement`} open={asked("add") === "1"} onClose={close}>
      <NewMultiplierForm done={close} />
    </Dialog>
  );
}

function NewMultiplierForm({ done }: { readonly done: () => void }) {
  const { t } = useLingui();
  const [named, setNamed] = useState<Named>(NOTHING);
  const save = useWrite((body: Request) => create(body), {
    refresh: ["rates"],
    onDone: () => {
      toast(t`The supplement is added`);
      done();
    },
  });
  return (
    <Form
      refusal={useRefusal(save.problem)}
      onSubmit={(values, form) => void save.run(requestOf(typedOf(values, form), named))}
    >
      <TextField label={t`Name`} name="name" placeholder={t`Evening`} />
      <WindowFields />
      <ChargeFields customer={named.organization_id} />
      <NamedFields value={named} onChange={setNamed} />
      <FormRow>
        <TextField label={t`From`} name="valid_from" type="date" defaultValue={today()} />
        <TextField label={t`Until`} name="valid_to" type="date" optional={t`optional`} />
      </FormRow>
      <SubmitOrCancel busy={save.running} onCancel={done}>
        <Trans>Add the supplement</Trans>
      </SubmitOrCancel>
    </Form>
  );
}

function typedOf(values: Values, form: FormData) {
  const charge: "factor" | "rate" = values.charge === "rate" ? "rate" : "factor";
  return {
    name: values.name ?? "",
    kind: values.kind as WindowKind,
    weekdays: chosenDays(form),
    startsAt: values.starts_at ?? "",
    endsAt: values.ends_at ?? "",
    aboveSeconds: parseDuration(values.above_seconds ?? "", LONGEST_WEEK_SECONDS) ?? NO_DURATION,
    charge,
    amount: (charge === "rate" ? values["hourly_rate.amount"] : values.factor) ?? "",
    currency: values["hourly_rate.currency"] ?? "",
    from: values.valid_from || today(),
    until: values.valid_to || null,
  };
}
