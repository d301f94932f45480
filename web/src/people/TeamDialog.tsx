import { Trans, useLingui } from "@lingui/react/macro";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import type { Team } from "../directory/lists.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox, TextField } from "../ui/Field.tsx";
import { Form, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";

interface Props {
  /** Null: a new one. */
  readonly team: Team | null;
  readonly onClose: () => void;
}

export function TeamDialog({ team, onClose }: Props) {
  const { t } = useLingui();
  const save = useWrite((values: Values) => write(team, values), { refresh: ["timer"], onDone: onClose });
  const title = team ? t`Edit team` : t`New team`;
  return (
    <Dialog title={title} open onClose={onClose}>
      <Form onSubmit={(values) => void save.run(values)} refusal={useRefusal(save.problem)} label={title}>
        <TextField label={t`Name`} name="name" defaultValue={team?.name} autoComplete="off" />
        {team && (
          <Checkbox
            label={t`Archived`}
            name="archived"
            defaultChecked={team.archived}
            hint={t`It takes no new members; who was in it when stays known.`}
          />
        )}
        <SubmitOrCancel busy={save.running} onCancel={onClose}>
          <Trans>Save</Trans>
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}

function write(team: Team | null, { name = "", archived }: Values): Promise<Team> {
  const body = { name: name.trim(), archived: archived === "on" };
  if (!team) return data(timer.POST("/v1/teams", { body }));
  const params = { path: { team_id: team.id }, header: ifMatch(team) };
  return data(timer.PATCH("/v1/teams/{team_id}", { params, body }));
}
