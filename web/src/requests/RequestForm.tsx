import { Trans, useLingui } from "@lingui/react/macro";
import { kindOf, type Problem } from "../api/problem.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { Button } from "../ui/Button.tsx";
import { Field, TextArea, TextField } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import styles from "./Request.module.css";
import { type PublicForm, sendRequest } from "./request.ts";

interface Props {
  readonly form: PublicForm;
  readonly slug: string;
  readonly onSent: (number: number) => void;
}

/** What one is asked for; files are told by their content when they arrive. */
export function RequestForm({ form, slug, onSent }: Props) {
  const { t } = useLingui();
  const send = useWrite((typed: FormData) => sendRequest(slug, typed, form.token), {
    refresh: [],
    onDone: ({ number }) => onSent(number),
  });
  return (
    <Form
      label={t`Request`}
      refusal={useSendRefusal(send.problem)}
      onSubmit={(_, typed) => void send.run(withoutNothing(typed))}
    >
      <TextField label={t`Your name`} name="name" autoComplete="name" maxLength={255} required />
      <TextField label={t`Your e-mail address`} name="email" type="email" autoComplete="email" required />
      <TextField label={t`Subject`} name="subject" maxLength={255} required />
      <TextArea label={t`What is it about?`} name="description" rows={6} maxLength={20_000} />
      <Files limits={form.attachments} />
      <Trap />
      <div>
        <Button type="submit" look="primary" busy={send.running}>
          <Trans>Send the request</Trans>
        </Button>
      </div>
    </Form>
  );
}

function Files({ limits }: { readonly limits: PublicForm["attachments"] }) {
  const { t } = useLingui();
  const mega = limits.file_bytes / 1024 / 1024;
  return (
    <Field
      label={t`Files`}
      name="files"
      optional={t`optional`}
      hint={t`Up to ${limits.files} pictures, PDF, office documents or texts, each of at most ${mega} MB.`}
    >
      {(control) => (
        <input
          {...control}
          className={styles.files}
          type="file"
          name="files"
          multiple
          accept={limits.extensions.map((one) => `.${one}`).join(",")}
        />
      )}
    </Field>
  );
}

/** Filled in by programs alone: nobody sees it, hears it or comes to it by the keyboard. */
function Trap() {
  return (
    <div className={styles.trap} aria-hidden="true">
      <label>
        Website
        <input type="text" name="website" tabIndex={-1} autoComplete="off" />
      </label>
    </div>
  );
}

/** Browsers send an empty file where none was chosen. */
function withoutNothing(typed: FormData): FormData {
  const files = typed.getAll("files").filter((one) => one instanceof File && one.name !== "");
  typed.delete("files");
  for (const file of files) typed.append("files", file);
  return typed;
}

function useSendRefusal(problem: Problem | null) {
  const { t } = useLingui();
  const refusal = useRefusal(problem);
  if (!refusal || !problem) return refusal;
  const files = [...refusal.reasons].find(([field]) => field.startsWith("files"));
  const reasons = files ? new Map([...refusal.reasons, ["files", files[1]] as const]) : refusal.reasons;
  const words: Record<string, string> = {
    "form-too-quick": t`That was very quick. Send it again in a moment.`,
    "too-many-requests": t`Many requests were sent from here. Try again a little later.`,
    "too-many-uploads": t`Many files are being sent at once. Try again in a moment.`,
    "form-used": t`This form was sent already. Load the page again for another request.`,
    "attachments-full": t`Files cannot be taken at the moment. Send the request without them.`,
  };
  return { message: words[kindOf(problem)] ?? refusal.message, reasons };
}
