import { Trans, useLingui } from "@lingui/react/macro";
import { type IdentitySchemas, identity } from "../api/identity.ts";
import { data } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import type { Role } from "../session/me.ts";
import { useMe } from "../session/useMe.ts";
import { isoOf, now } from "../time/clock.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox, SelectField, TextField } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { ROLES, rolesToGive } from "./roleWords.ts";
import styles from "./Settings.module.css";

export type NewToken = IdentitySchemas["schemas"]["NewApiTokenResponse"];
type Request = IdentitySchemas["schemas"]["CreateApiTokenRequest"];

const DAY_MILLISECONDS = 86_400_000;

interface Props {
  readonly onClose: () => void;
  readonly onMade: (token: NewToken) => void;
}

export function NewTokenDialog({ onClose, onMade }: Props) {
  const { t } = useLingui();
  const create = useWrite((body: Request) => data(identity.POST("/v1/api-tokens", { body })), {
    refresh: ["identity"],
    onDone: onMade,
  });
  return (
    <Dialog title={t`New token`} open onClose={onClose}>
      <Form
        onSubmit={(_, form) => void create.run(requestOf(form))}
        refusal={useRefusal(create.problem)}
        label={t`New token`}
      >
        <TextField
          label={t`Name`}
          name="name"
          hint={t`What it is for, so that you know it again.`}
          autoComplete="off"
        />
        <Roles />
        <SelectField label={t`Works for`} name="days" defaultValue="90">
          <option value="30">{t`30 days`}</option>
          <option value="90">{t`90 days`}</option>
          <option value="365">{t`A year`}</option>
          <option value="">{t`Until it is revoked`}</option>
        </SelectField>
        <ForAccount />
        <SubmitOrCancel busy={create.running} onCancel={onClose}>
          <Trans>Make the token</Trans>
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}

/** At most one's own: a token never may more than who made it. */
function Roles() {
  const { t, i18n } = useLingui();
  const given = rolesToGive(useMe().roles);
  return (
    <fieldset className={styles.group}>
      <legend>{t`What it may do`}</legend>
      {given.map((role) => (
        <Checkbox
          key={role}
          label={i18n._(ROLES[role])}
          name="roles"
          value={role}
          defaultChecked={given.length === 1}
        />
      ))}
    </fieldset>
  );
}

function ForAccount() {
  const { t } = useLingui();
  if (!useMe().roles.includes("owner")) return null;
  return (
    <Checkbox
      label={t`Belongs to the account`}
      name="for_account"
      hint={t`It goes on working when you are no longer a member. Otherwise it never may more than you.`}
    />
  );
}

function requestOf(form: FormData): Request {
  const days = Number(form.get("days"));
  return {
    name: String(form.get("name") ?? "").trim(),
    roles: form.getAll("roles") as Role[],
    expires_at: days ? isoOf(now() + days * DAY_MILLISECONDS) : null,
    for_account: form.get("for_account") === "on",
  };
}
