import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useList } from "../directory/lists.ts";
import type { Role } from "../session/me.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { invite } from "./invite.ts";
import { LogsTimeField, NameAndLanguage } from "./PersonFields.tsx";
import type { Person } from "./people.ts";
import { RolesField } from "./RolesField.tsx";

interface Props {
  /** `new`, or the agent who is to come in; null while nobody is invited. */
  readonly invited: string | null;
  readonly people: readonly Person[];
  readonly onClose: () => void;
}

export function InviteDialog({ invited, people, onClose }: Props) {
  const { t } = useLingui();
  return (
    <Dialog title={t`Invite somebody`} open={invited !== null} onClose={onClose}>
      {invited && <InviteForm invited={invited} people={people} onClose={onClose} />}
    </Dialog>
  );
}

function InviteForm({ invited, people, onClose }: Props) {
  const { t } = useLingui();
  const language = useQuery(timer.query("/v1/settings")).data?.language;
  const agent = useList("agents").find(({ id }) => id === invited);
  const free = people.flatMap((person) => (person.agent && !person.member ? [person.agent] : []));
  const sending = useWrite(invite, {
    refresh: ["identity", "timer"],
    onDone: ({ email }) => {
      toast(t`Invited. A link is on its way to ${email}.`);
      onClose();
    },
  });
  return (
    <Form
      refusal={useRefusal(sending.problem)}
      onSubmit={({ email = "", name = "", language: chosen = "", agent_id = "" }, form) => {
        const roles = form.getAll("roles") as Role[];
        void sending.run({ email: email.trim(), name, language: chosen, roles, agentId: agent_id });
      }}
    >
      <TextField
        label={t`E-mail address`}
        name="email"
        type="email"
        defaultValue={agent?.email ?? ""}
        autoComplete="off"
        hint={t`The invitation goes there; its link works once, for seven days.`}
      />
      <NameAndLanguage key={language} name={agent?.name ?? ""} language={language ?? "en"} />
      <RolesField chosen={["agent"]} />
      <LogsTimeField key={agent?.id} agents={free} value={agent?.id ?? "new"} withNew />
      <SubmitOrCancel busy={sending.running} onCancel={onClose}>
        <Trans>Send invitation</Trans>
      </SubmitOrCancel>
    </Form>
  );
}
