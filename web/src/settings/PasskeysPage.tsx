import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { identity } from "../api/identity.ts";
import { ProblemNote, QueryView } from "../api/QueryView.tsx";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { browserZone } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormActions } from "../ui/Form.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";
import { canHavePasskeys, createPasskey, type Passkey } from "./passkey.ts";
import styles from "./Settings.module.css";
import { SettingsPages } from "./SettingsPages.tsx";

/** Log-in without waiting for an e-mail. */
export default function PasskeysPage() {
  const { t } = useLingui();
  const passkeys = useQuery(identity.query("/v1/passkeys"));
  return (
    <SettingsPages
      title={t`Passkeys`}
      lead={t`Log in with your fingerprint, face or device code, without waiting for an e-mail.`}
    >
      <QueryView query={passkeys}>
        {(all) => (
          <>
            <Section title={t`Your passkeys`}>
              <Card>{all.length ? <List passkeys={all} /> : <None />}</Card>
            </Section>
            <Add />
          </>
        )}
      </QueryView>
    </SettingsPages>
  );
}

function None() {
  return (
    <p className="muted">
      <Trans>None yet. Log-in goes by a link in an e-mail.</Trans>
    </p>
  );
}

function List({ passkeys }: { readonly passkeys: readonly Passkey[] }) {
  return (
    <ul className={styles.list}>
      {passkeys.map((passkey) => (
        <Line key={passkey.id} passkey={passkey} />
      ))}
    </ul>
  );
}

function Line({ passkey }: { readonly passkey: Passkey }) {
  const { t } = useLingui();
  const { day, moment } = useFormats();
  const name = passkey.name || t`Passkey`;
  const remove = useWrite(
    () => identity.DELETE("/v1/passkeys/{passkey_id}", { params: { path: { passkey_id: passkey.id } } }),
    { refresh: ["identity"], onDone: () => toast(t`Removed.`) },
  );
  const used = passkey.last_used_at;
  return (
    <li>
      <div>
        <strong>{name}</strong>
        <div className="muted small">
          {t`Since ${day(passkey.created_at)}`} ·{" "}
          {used ? t`Last used ${moment(used, browserZone())}` : t`Never used`}
        </div>
        <ProblemNote problem={remove.problem} />
      </div>
      <ConfirmButton
        small
        title={t`Remove ${name}?`}
        consequence={t`It logs in no longer. Browsers that are logged in with it stay so.`}
        confirm={t`Remove`}
        busy={remove.running}
        onConfirm={() => void remove.run(undefined)}
      >
        <Trans>Remove</Trans>
        <span className="visually-hidden"> {name}</span>
      </ConfirmButton>
    </li>
  );
}

function Add() {
  const { t } = useLingui();
  const add = useWrite(createPasskey, {
    refresh: ["identity"],
    onDone: () => toast(t`You can log in with it now.`),
  });
  const off = canHavePasskeys() ? undefined : t`This browser has no passkeys.`;
  return (
    <Section title={t`Add a passkey`}>
      <Card>
        <Form onSubmit={({ name = "" }) => void add.run(name.trim())} refusal={useRefusal(add.problem)}>
          <TextField
            label={t`Name`}
            name="name"
            optional={t`optional`}
            hint={t`Such as “My phone”.`}
            autoComplete="off"
          />
          <FormActions>
            <Button type="submit" look="primary" off={off} busy={add.running}>
              <Trans>Add a passkey</Trans>
            </Button>
          </FormActions>
        </Form>
      </Card>
    </Section>
  );
}
