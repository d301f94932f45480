import { Trans, useLingui } from "@lingui/react/macro";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormRow, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import type { Membership } from "./memberships.ts";

interface Props {
  readonly membership: Membership;
  readonly name: string;
  readonly onClose: () => void;
}

/** Other days of a membership, or none at all. */
export function MembershipDialog({ membership, name, onClose }: Props) {
  const { t } = useLingui();
  const path = { team_id: membership.team_id, membership_id: membership.id };
  const params = { path, header: ifMatch(membership) };
  const address = "/v1/teams/{team_id}/members/{membership_id}";
  const done = { refresh: ["timer"], onDone: onClose };
  const save = useWrite(
    ({ first_day = "", last_day }: Values) =>
      data(timer.PATCH(address, { params, body: { first_day, last_day: last_day || null } })),
    done,
  );
  const remove = useWrite(() => data(timer.DELETE(address, { params })), done);
  return (
    <Dialog title={t`Days of ${name}`} open onClose={onClose}>
      <Form
        onSubmit={(values) => void save.run(values)}
        refusal={useRefusal(save.problem ?? remove.problem)}
        label={t`Days of ${name}`}
      >
        <FormRow>
          <TextField label={t`From`} name="first_day" type="date" defaultValue={membership.first_day} />
          <TextField
            label={t`Until`}
            name="last_day"
            type="date"
            defaultValue={membership.last_day ?? ""}
            optional={t`(until further notice)`}
          />
        </FormRow>
        <SubmitOrCancel busy={save.running} onCancel={onClose}>
          <Trans>Save</Trans>
        </SubmitOrCancel>
      </Form>
      <ConfirmButton
        small
        busy={remove.running}
        title={t`Delete these days?`}
        consequence={t`They will never have been in the team. To end it, give a last day instead.`}
        confirm={t`Delete`}
        onConfirm={() => void remove.run(undefined)}
      >
        <Trans>Was never in it</Trans>
      </ConfirmButton>
    </Dialog>
  );
}
