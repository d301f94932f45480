import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemNote, QueryView } from "../api/QueryView.tsx";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { browserZone } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { FormActions } from "../ui/Form.tsx";
import { toast } from "../ui/toasts.ts";
import styles from "./Calendar.module.css";

/** The address at which another calendar reads one's time: made, renewed, withdrawn. */
export function Subscribe() {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Trans>Subscribe</Trans>
      </Button>
      <Dialog title={t`In another calendar`} open={open} onClose={() => setOpen(false)}>
        <Feed />
      </Dialog>
    </>
  );
}

function Feed() {
  const { t } = useLingui();
  const [address, setAddress] = useState<string | null>(null);
  const feed = useQuery(timer.query("/v1/calendar-feed"));
  const renew = useWrite(() => data(timer.POST("/v1/calendar-feed")), {
    refresh: ["timer"],
    onDone: ({ path }) => setAddress(`${globalThis.location.origin}/timer${path}`),
  });
  const withdraw = useWrite(() => data(timer.DELETE("/v1/calendar-feed")), {
    refresh: ["timer"],
    onDone: () => {
      setAddress(null);
      toast(t`The address leads nowhere any more.`);
    },
  });
  return (
    <QueryView query={feed} lines={2}>
      {({ created_at }) => (
        <div className="stack">
          <p>
            <Trans>
              Your calendar program can show your time and absences. It reads them at an address that is a
              secret: whoever has it sees them, without logging in.
            </Trans>
          </p>
          {created_at && <Since at={created_at} />}
          {address && <Address address={address} />}
          <ProblemNote problem={renew.problem ?? withdraw.problem} />
          <FormActions>
            {created_at ? (
              <Stop
                busy={renew.running || withdraw.running}
                onRenew={() => void renew.run(undefined)}
                onWithdraw={() => void withdraw.run(undefined)}
              />
            ) : (
              <Button look="primary" busy={renew.running} onClick={() => void renew.run(undefined)}>
                <Trans>Make an address</Trans>
              </Button>
            )}
          </FormActions>
        </div>
      )}
    </QueryView>
  );
}

interface StopProps {
  readonly busy: boolean;
  readonly onRenew: () => void;
  readonly onWithdraw: () => void;
}

/** What ends the address that calendars have. */
function Stop({ busy, onRenew, onWithdraw }: StopProps) {
  const { t } = useLingui();
  const consequence = t`Calendars that read the present address show nothing new any more.`;
  return (
    <>
      <ConfirmButton
        look="plain"
        busy={busy}
        title={t`Make another address?`}
        consequence={consequence}
        confirm={t`Make another address`}
        onConfirm={onRenew}
      >
        {t`Make another address`}
      </ConfirmButton>
      <ConfirmButton
        busy={busy}
        title={t`Withdraw the address?`}
        consequence={consequence}
        confirm={t`Withdraw`}
        onConfirm={onWithdraw}
      >
        {t`Withdraw`}
      </ConfirmButton>
    </>
  );
}

function Since({ at }: { readonly at: string }) {
  const { moment } = useFormats();
  const when = moment(at, browserZone());
  return (
    <p className="muted small">
      <Trans>The address was made on {when}. Another one takes its place.</Trans>
    </p>
  );
}

/** Over plain http browsers have no clipboard: then there is no button. */
function Address({ address }: { readonly address: string }) {
  const { t } = useLingui();
  const copy = async () => {
    await navigator.clipboard.writeText(address);
    toast(t`Copied.`);
  };
  return (
    <>
      <p role="status">
        <Trans>Give this address to your calendar now. It is shown only once.</Trans>
      </p>
      <code className={styles.address}>{address}</code>
      {navigator.clipboard && (
        <div>
          <Button look="primary" small onClick={() => void copy()}>
            <Trans>Copy</Trans>
          </Button>
        </div>
      )}
    </>
  );
}
