import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { identity } from "../api/identity.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { safeNext, withQuery } from "../paths.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { OpenPage } from "./OpenPage.tsx";

export default function LogInPage() {
  const { t } = useLingui();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const next = safeNext(useSearchParams()[0].get("next"));
  if (sentTo) return <LookInMailbox email={sentTo} again={() => setSentTo(null)} />;
  return (
    <OpenPage title={t`Log in`}>
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
    <Form onSubmit={({ email = "" }) => void ask.run(email.trim())} refusal={useRefusal(ask.problem)}>
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

function OtherWays({ next }: { readonly next: string }) {
  const ways = useQuery({ ...identity.query("/v1/login"), refetchInterval: false });
  const provider = ways.data?.provider;
  if (!provider) return null;
  return (
    <Button onClick={() => location.assign(withQuery(provider.start, { next }))}>
      <Trans>Log in with {provider.name}</Trans>
    </Button>
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
