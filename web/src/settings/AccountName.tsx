import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { identity } from "../api/identity.ts";
import { QueryView } from "../api/QueryView.tsx";
import { data, ifMatch } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormActions } from "../ui/Form.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";

interface Account {
  readonly name: string;
  readonly version: number;
}

export function AccountName() {
  const { t } = useLingui();
  const me = useQuery(identity.query("/v1/me"));
  return (
    <Section title={t`Name`}>
      <Card>
        <QueryView query={me} lines={2}>
          {({ account }) => <NameForm key={account.version} account={account} />}
        </QueryView>
      </Card>
    </Section>
  );
}

function NameForm({ account }: { readonly account: Account }) {
  const { t } = useLingui();
  const may = useMay();
  const rename = useWrite(
    (name: string) =>
      data(identity.PATCH("/v1/account", { params: { header: ifMatch(account) }, body: { name } })),
    { refresh: ["identity"], onDone: () => toast(t`Saved.`) },
  );
  return (
    <Form onSubmit={({ name = "" }) => void rename.run(name.trim())} refusal={useRefusal(rename.problem)}>
      <TextField
        label={t`Name of the account`}
        name="name"
        defaultValue={account.name}
        hint={t`Members see it in the app and in invitations. What stands on invoices is under Billing.`}
      />
      <FormActions>
        <Button type="submit" off={may.not("manage-account")} busy={rename.running}>
          <Trans>Rename</Trans>
        </Button>
      </FormActions>
    </Form>
  );
}
