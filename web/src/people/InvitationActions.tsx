import { Trans, useLingui } from "@lingui/react/macro";
import { identity } from "../api/identity.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { browserZone } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { toast } from "../ui/toasts.ts";
import type { Invitation } from "./people.ts";

interface Props {
  readonly invitation: Invitation;
  readonly onDone: () => void;
}

/** Send an invitation once more, or take it back. */
export function InvitationActions({ invitation: { id, email, created_at, expires_at }, onDone }: Props) {
  const { t } = useLingui();
  const { moment } = useFormats();
  const params = { path: { invitation_id: id } };
  const resend = useWrite(() => identity.POST("/v1/invitations/{invitation_id}/resend", { params }), {
    refresh: ["identity"],
    onDone: () => {
      toast(t`Sent again to ${email}. The link of before works no longer.`);
      onDone();
    },
  });
  const withdraw = useWrite(() => identity.DELETE("/v1/invitations/{invitation_id}", { params }), {
    refresh: ["identity"],
    onDone: () => {
      toast(t`The invitation is taken back.`);
      onDone();
    },
  });
  const [sent, ends] = [moment(created_at, browserZone()), moment(expires_at, browserZone())];
  return (
    <section className="stack" aria-label={t`Invitation`}>
      <h3>
        <Trans>Invitation</Trans>
      </h3>
      <p className="muted small">
        <Trans>
          Sent {sent}, works until {ends}.
        </Trans>
      </p>
      <ProblemNote problem={resend.problem ?? withdraw.problem} />
      <div className="row">
        <Button busy={resend.running} onClick={() => void resend.run(undefined)}>
          <Trans>Send again</Trans>
        </Button>
        <Button look="danger" busy={withdraw.running} onClick={() => void withdraw.run(undefined)}>
          <Trans context="an invitation">Take back</Trans>
        </Button>
      </div>
    </section>
  );
}
