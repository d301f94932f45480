import { Trans, useLingui } from "@lingui/react/macro";
import { asProblem } from "../api/problem.ts";
import { useRefusal } from "../api/useRefusal.ts";
import type { Change } from "../offline/change.ts";
import { giveUp, tryAgain } from "../offline/outbox.ts";
import { usePending } from "../offline/usePending.ts";
import { paths } from "../paths.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Note } from "../ui/Note.tsx";
import { Card, Page, Section } from "../ui/Page.tsx";
import { ChangeFacts } from "./ChangeFacts.tsx";
import { Mend } from "./Mend.tsx";

/** Entries that the server refused: why, and what can be done. Nothing is dropped unless its member says so. */
export default function AttentionPage() {
  const { t } = useLingui();
  const { refused, waiting } = usePending();
  const home = <ButtonLink to={paths.timer}>{t`To the timer`}</ButtonLink>;
  return (
    <Page title={t`Needs attention`} width="narrow">
      {refused.length === 0 && <EmptyState title={t`Nothing needs you.`} action={home} />}
      {refused.map((change) => (
        <Refused key={change.id} change={change} />
      ))}
      {waiting.length > 0 && (
        <Section title={t`Waiting for a connection`}>
          {waiting.map((change) => (
            <Card key={change.id}>
              <ChangeFacts change={change} />
            </Card>
          ))}
        </Section>
      )}
    </Page>
  );
}

function Refused({ change }: { readonly change: Change }) {
  const { t } = useLingui();
  const { member, id } = change;
  const refusal = useRefusal(change.refusal ?? asProblem(null));
  return (
    <Card>
      <ChangeFacts change={change} />
      <Note tone="danger">
        <p>{refusal?.message}</p>
        {[...(refusal?.reasons.values() ?? [])].map((reason) => (
          <p key={reason}>{reason}</p>
        ))}
      </Note>
      <Mend change={change} />
      <div className="row">
        <Button onClick={() => void tryAgain(member, id)}>{t`Try again as it is`}</Button>
        <ConfirmButton
          title={t`Give this up?`}
          consequence={
            <Trans>What you entered is deleted from this device. It was never stored on the server.</Trans>
          }
          confirm={t`Give up`}
          onConfirm={() => void giveUp(member, id)}
        >
          {t`Give up`}
        </ConfirmButton>
      </div>
    </Card>
  );
}
