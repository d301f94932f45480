import { Trans, useLingui } from "@lingui/react/macro";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useList } from "../directory/lists.ts";
import { today } from "../time/clock.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Options, SelectField, TextField } from "../ui/Field.tsx";
import { Form, FormRow, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";

interface Props {
  readonly teamId?: string;
  readonly agentId?: string;
  readonly onClose: () => void;
}

/** Somebody is in a team as of a day, also of one in the past; who was in another leaves that. */
export function MoveDialog({ teamId, agentId, onClose }: Props) {
  const { t } = useLingui();
  const agents = useList("agents").filter(({ active }) => active);
  const teams = useList("teams").filter(({ archived }) => !archived);
  const move = useWrite(write, { refresh: ["timer"], onDone: onClose });
  const title = t`Move to a team`;
  return (
    <Dialog title={title} open onClose={onClose}>
      <Form onSubmit={(values) => void move.run(values)} refusal={useRefusal(move.problem)} label={title}>
        <Choose label={t`Person`} name="agent_id" items={agents} chosen={agentId} />
        <Choose label={t`Team`} name="team_id" items={teams} chosen={teamId} />
        <FormRow>
          <TextField label={t`From`} name="first_day" type="date" defaultValue={today()} />
          <TextField label={t`Until`} name="last_day" type="date" optional={t`(until further notice)`} />
        </FormRow>
        <p className="muted small">
          <Trans>On these days they are in no other team any more. The past may be changed too.</Trans>
        </p>
        <SubmitOrCancel busy={move.running} onCancel={onClose}>
          <Trans>Move</Trans>
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}

interface ChooseProps {
  readonly label: string;
  readonly name: string;
  readonly items: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: string | undefined;
}

function Choose({ label, name, items, chosen }: ChooseProps) {
  return (
    <SelectField key={items.length} label={label} name={name} defaultValue={chosen ?? items[0]?.id}>
      <Options of={items} />
    </SelectField>
  );
}

function write({ agent_id = "", team_id = "", first_day = "", last_day }: Values) {
  const body = { agent_id, first_day, last_day: last_day || null, move: true };
  return data(timer.POST("/v1/teams/{team_id}/members", { params: { path: { team_id } }, body }));
}
