import { Trans, useLingui } from "@lingui/react/macro";
import { type IdentitySchemas, identity } from "../api/identity.ts";
import { data, ifMatch } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import type { Member } from "../directory/members.ts";
import type { Role } from "../session/me.ts";
import { useMe } from "../session/useMe.ts";
import { Button } from "../ui/Button.tsx";
import { Form, FormActions } from "../ui/Form.tsx";
import { toast } from "../ui/toasts.ts";
import { LogsTimeField, NameAndLanguage } from "./PersonFields.tsx";
import { mayManage } from "./people.ts";
import { RolesField } from "./RolesField.tsx";
import { usePeople } from "./usePeople.ts";

interface Props {
  readonly member: Member;
  readonly onDone: () => void;
}

type Changes = IdentitySchemas["schemas"]["UpdateMemberRequest"];

/** Name, language, roles and whose time it is; they hold for the member's next request. */
export function MemberForm({ member, onDone }: Props) {
  const { t } = useLingui();
  const agents = useFreeAgents(member);
  const off = useManageOff(member);
  const save = useWrite(
    (body: Changes) => {
      const params = { path: { member_id: member.id }, header: ifMatch(member) };
      return data(identity.PATCH("/v1/members/{member_id}", { params, body }));
    },
    {
      refresh: ["identity"],
      onDone: () => {
        toast(t`Saved.`);
        onDone();
      },
    },
  );
  return (
    <Form
      refusal={useRefusal(save.problem)}
      onSubmit={({ name = "", language = "", agent_id = "" }, form) => {
        const roles = form.getAll("roles") as Role[];
        void save.run({ name, language, roles, agent_id: agent_id || null });
      }}
    >
      <NameAndLanguage name={member.name} language={member.language} />
      <RolesField chosen={member.roles} />
      <LogsTimeField agents={agents} value={member.agent_id ?? ""} />
      <FormActions>
        <Button type="submit" look="primary" busy={save.running} off={off}>
          <Trans>Save</Trans>
        </Button>
      </FormActions>
    </Form>
  );
}

/** Agents whom nobody else is. */
function useFreeAgents({ id }: Member) {
  const people = usePeople().data ?? [];
  return people.flatMap(({ agent, member }) => (agent && (!member || member.id === id) ? [agent] : []));
}

/** Why the member cannot be changed by who looks. */
export function useManageOff(member: Member): string | undefined {
  const { t } = useLingui();
  const me = useMe();
  return mayManage(me.roles, member)
    ? undefined
    : t`Owners manage those who are more than agent or customer.`;
}
