import { Trans, useLingui } from "@lingui/react/macro";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { ABSENCE_KINDS, type Absence } from "../directory/absenceKinds.ts";
import { useList } from "../directory/lists.ts";
import { today } from "../time/clock.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox, Options, SelectField, TextArea, TextField } from "../ui/Field.tsx";
import { Form, FormRow, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";

interface Props {
  /** Whose; a manager may choose another. */
  readonly agentId: string | null;
  readonly manages: boolean;
  readonly onClose: () => void;
}

export function AbsenceDialog({ agentId, manages, onClose }: Props) {
  const { t, i18n } = useLingui();
  const save = useWrite((values: Values) => write(agentId, values), { refresh: ["timer"], onDone: onClose });
  const title = manages ? t`New absence` : t`Ask for days off`;
  return (
    <Dialog title={title} open onClose={onClose}>
      <Form onSubmit={(values) => void save.run(values)} refusal={useRefusal(save.problem)} label={title}>
        {manages && <PersonField chosen={agentId} />}
        <SelectField label={t`Kind`} name="kind" defaultValue="holiday">
          {Object.entries(ABSENCE_KINDS).map(([kind, words]) => (
            <option key={kind} value={kind}>
              {i18n._(words)}
            </option>
          ))}
        </SelectField>
        <FormRow>
          <TextField label={t`First day`} name="first_day" type="date" defaultValue={today()} />
          <TextField label={t`Last day`} name="last_day" type="date" defaultValue={today()} />
        </FormRow>
        <Checkbox label={t`From noon on the first day`} name="starts_at_noon" />
        <Checkbox label={t`Until noon on the last day`} name="ends_at_noon" />
        <TextArea label={t`Note`} name="note" optional={t`(optional)`} />
        <SubmitOrCancel busy={save.running} onCancel={onClose}>
          {manages ? <Trans>Save</Trans> : <Trans>Ask</Trans>}
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}

function PersonField({ chosen }: { readonly chosen: string | null }) {
  const { t } = useLingui();
  const agents = useList("agents").filter(({ active }) => active);
  return (
    <SelectField
      key={agents.length}
      label={t`Person`}
      name="agent_id"
      defaultValue={chosen ?? agents[0]?.id ?? ""}
    >
      <Options of={agents} />
    </SelectField>
  );
}

function write(agentId: string | null, values: Values) {
  const { agent_id, kind, first_day = "", last_day = "", starts_at_noon, ends_at_noon, note = "" } = values;
  const body = {
    ...{ agent_id: agent_id ?? agentId, kind: kind as Absence["kind"], first_day, last_day, note },
    starts_at_noon: starts_at_noon === "on",
    ends_at_noon: ends_at_noon === "on",
  };
  return data(timer.POST("/v1/absences", { body }));
}
