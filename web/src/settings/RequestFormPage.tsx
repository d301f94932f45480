import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { asProblem, isProblem } from "../api/problem.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { data, ifMatch } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { useMe } from "../session/useMe.ts";
import { Button } from "../ui/Button.tsx";
import { Loading } from "../ui/EmptyState.tsx";
import { Checkbox, TextArea, TextField } from "../ui/Field.tsx";
import { Form, FormActions, type Values } from "../ui/Form.tsx";
import { Note } from "../ui/Note.tsx";
import { Card } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";
import { SettingsPages } from "./SettingsPages.tsx";
import { slugOf } from "./slug.ts";

type RequestForm = TimerSchemas["schemas"]["RequestFormResponse"];

/** The form by which anybody sends a request without logging in. */
export default function RequestFormPage() {
  const { t } = useLingui();
  const form = useQuery({ ...timer.query("/v1/request-form"), retry: false });
  const none = isProblem(form.error, "not-found");
  return (
    <SettingsPages
      title={t`Request form`}
      lead={t`Anybody can send you a request by it, without logging in. Each becomes a ticket.`}
    >
      {form.data && <Address form={form.data} />}
      {(form.data || none) && <Setup key={form.data?.version ?? 0} form={form.data ?? null} />}
      {form.isPending && <Loading label={t`Loading…`} lines={3} />}
      {form.error && !none && (
        <ProblemNote problem={asProblem(form.error)} retry={() => void form.refetch()} />
      )}
    </SettingsPages>
  );
}

function Address({ form }: { readonly form: RequestForm }) {
  const address = `${location.origin}${paths.request(form.slug)}`;
  if (!form.active)
    return (
      <Note>
        <Trans>The form is switched off: its address shows nothing.</Trans>
      </Note>
    );
  return (
    <Note tone="ok">
      <p>
        <Trans>
          It is here: <a href={address}>{address}</a>
        </Trans>
      </p>
    </Note>
  );
}

function Setup({ form }: { readonly form: RequestForm | null }) {
  const { t } = useLingui();
  const may = useMay();
  const { account } = useMe();
  const save = useWrite(
    (values: Values) => {
      const { slug = "", title = "", introduction = "", active } = values;
      const body = { slug, title, introduction, active: active === "on" };
      const header = ifMatch(form ?? { version: 0 });
      return data(timer.PUT("/v1/request-form", { params: { header }, body }));
    },
    { refresh: ["timer"], onDone: () => toast(t`Saved.`) },
  );
  return (
    <Form onSubmit={(values) => void save.run(values)} refusal={useRefusal(save.problem)}>
      <Card>
        <TextField
          label={t`Address`}
          name="slug"
          defaultValue={form?.slug ?? slugOf(account.name)}
          hint={t`The end of its address: small letters, digits and hyphens. An old address stays yours and shows nothing.`}
          maxLength={50}
          required
        />
        <TextField
          label={t`Heading`}
          name="title"
          defaultValue={form?.title ?? account.name}
          maxLength={255}
          required
        />
        <TextArea
          label={t`Introduction`}
          name="introduction"
          defaultValue={form?.introduction ?? ""}
          optional={t`optional`}
          maxLength={5000}
        />
        <Checkbox label={t`The form is open`} name="active" defaultChecked={form?.active ?? true} />
      </Card>
      <FormActions>
        <Button type="submit" look="primary" off={may.not("manage-account")} busy={save.running}>
          {form ? <Trans>Save</Trans> : <Trans>Make the form</Trans>}
        </Button>
      </FormActions>
    </Form>
  );
}
