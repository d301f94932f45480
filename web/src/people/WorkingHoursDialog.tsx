import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { today } from "../time/clock.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { typedWeek, WeekFields } from "../ui/WeekFields.tsx";

interface Props {
  readonly agentId: string;
  readonly onClose: () => void;
}

export function WorkingHoursDialog({ agentId, onClose }: Props) {
  const { t } = useLingui();
  const usual = useQuery(timer.query("/v1/settings")).data?.working_week;
  const save = useWrite(
    (values: Values) => {
      const params = { path: { agent_id: agentId, first_day: values.first_day ?? "" } };
      const body = { week: typedWeek(values, "week") };
      return data(timer.PUT("/v1/agents/{agent_id}/working-hours/{first_day}", { params, body }));
    },
    { refresh: ["timer"], onDone: onClose },
  );
  const title = t`New working hours`;
  return (
    <Dialog title={title} open onClose={onClose}>
      <Form onSubmit={(values) => void save.run(values)} refusal={useRefusal(save.problem)} label={title}>
        <TextField label={t`From`} name="first_day" type="date" defaultValue={today()} />
        {usual && <WeekFields name="week" week={usual} />}
        <SubmitOrCancel busy={save.running} onCancel={onClose}>
          <Trans>Save</Trans>
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}
