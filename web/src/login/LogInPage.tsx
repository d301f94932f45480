import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { identity } from "../api/identity.ts";
import { useWrite } from "../api/useWrite.ts";
import { safeNext } from "../paths.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { LogInProblem } from "./LogInProblem.tsx";
import { OpenPage } from "./OpenPage.tsx";
import { OtherWays } from "./OtherWays.tsx";
import { problemInAddress, useLogInRefusal } from "./problems.ts";

export default function LogInPage() {
  const { t } = useLingui();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [address] = useSearchParams();
  const next = safeNext(address.get("next"));
  if (sentTo) return <LookInMailbox email={sentTo} again={() => setSentTo(null)} />;
  return (
    <OpenPage title={t`Log in`}>
      <LogInProblem problem={problemInAddress(address.get("problem"))} />
      <ByLink next={next} onSent={setSentTo} />
      <OtherWays next={next} />
    </OpenPage>
  );
}

function ByLink({ next, onSent }: { readonly next: string; readonly onSent: (email: string) => void }) {
  const { t } = useLingui();
  const ask = useWrite(
    (email: string) => identity.POST("/v1/login", { body: { email, next } }).then(() => email),
    {
      refresh: [],
      onDone: onSent,
    },
  );
  return (
    <Form onSubmit={({ email = "" }) => void ask.run(email.trim())} refusal={useLogInRefusal(ask.problem)}>
      <TextField
        label={t`E-mail address`}
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        required
      />
      <Button type="submit" look="primary" busy={ask.running}>
        <Trans>Send me a link</Trans>
      </Button>
    </Form>
  );
}

function LookInMailbox({ email, again }: { readonly email: string; readonly again: () => void }) {
  const { t } = useLingui();
  return (
    <OpenPage title={t`Look in your mailbox`}>
      <p>
        <Trans>
          If {email} is a member here, a link is on its way. Open it in this browser within 15 minutes.
        </Trans>
      </p>
      <Button onClick={again}>
        <Trans>Another address</Trans>
      </Button>
    </OpenPage>
  );
}
