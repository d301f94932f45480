import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type IdentitySchemas, identity } from "../api/identity.ts";
import { ProblemNote, QueryView } from "../api/QueryView.tsx";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { useLogOut } from "../session/useSession.ts";
import { browserZone } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { Badge } from "../ui/Note.tsx";
import { Card } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";
import { browserName } from "./browserName.ts";
import styles from "./Settings.module.css";
import { SettingsPages } from "./SettingsPages.tsx";

type Session = IdentitySchemas["schemas"]["SessionResponse"];

/** Where one is logged in. */
export default function SessionsPage() {
  const { t } = useLingui();
  const sessions = useQuery(identity.query("/v1/sessions"));
  return (
    <SettingsPages
      title={t`Sessions`}
      lead={t`The browsers in which you are logged in. End what you do not know.`}
    >
      <QueryView query={sessions}>
        {(all) => (
          <>
            <Card>
              <ul className={styles.list}>
                {all.map((session) => (
                  <SessionLine key={session.id} session={session} />
                ))}
              </ul>
            </Card>
            <Everywhere others={all.length - 1} />
          </>
        )}
      </QueryView>
    </SettingsPages>
  );
}

function SessionLine({ session }: { readonly session: Session }) {
  const { t } = useLingui();
  const { moment } = useFormats();
  const zone = browserZone();
  const browser = browserName(session.browser);
  const end = useWrite(
    () => identity.DELETE("/v1/sessions/{session_id}", { params: { path: { session_id: session.id } } }),
    { refresh: ["identity"], onDone: () => toast(t`Ended.`) },
  );
  const ways = { link: t`by a link`, passkey: t`with a passkey`, "open-id": t`through your provider` };
  return (
    <li>
      <div>
        <div className="row">
          <strong>{browser}</strong>
          {session.current && <Badge tone="ok">{t`This one`}</Badge>}
        </div>
        <div className="muted small">
          {t`Since ${moment(session.created_at, zone)}`} · {ways[session.way]} · {session.network}
        </div>
        <div className="muted small">{t`Last used ${moment(session.last_used_at, zone)}`}</div>
        <ProblemNote problem={end.problem} />
      </div>
      {!session.current && (
        <Button
          small
          busy={end.running}
          aria-label={t`End it: ${browser}`}
          onClick={() => void end.run(undefined)}
        >
          <Trans>End it</Trans>
        </Button>
      )}
    </li>
  );
}

/** Ends the others, or all of them with this one. */
function Everywhere({ others }: { readonly others: number }) {
  const { t } = useLingui();
  const logOut = useLogOut();
  const end = useWrite(() => identity.DELETE("/v1/sessions"), {
    refresh: ["identity"],
    onDone: () => toast(t`Only this browser is logged in now.`),
  });
  const everywhere = useWrite(() => identity.DELETE("/v1/sessions"), { refresh: [], onDone: logOut });
  return (
    <div className="row">
      <ProblemNote problem={end.problem ?? everywhere.problem} />
      <Button
        off={others > 0 ? undefined : t`There are no other sessions.`}
        busy={end.running}
        onClick={() => void end.run(undefined)}
      >
        <Trans>End all others</Trans>
      </Button>
      <ConfirmButton
        title={t`Log out everywhere?`}
        consequence={t`All browsers, this one too, must log in again. API tokens go on working.`}
        confirm={t`Log out everywhere`}
        busy={everywhere.running}
        onConfirm={() => void everywhere.run(undefined)}
      >
        <Trans>Log out everywhere</Trans>
      </ConfirmButton>
    </div>
  );
}
