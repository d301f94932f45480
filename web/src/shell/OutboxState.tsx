import { Plural, Trans } from "@lingui/react/macro";
import { Link } from "react-router";
import { usePending } from "../offline/usePending.ts";
import { paths } from "../paths.ts";
import { CloudOffIcon, WarningIcon } from "../ui/icons.tsx";
import { Note } from "../ui/Note.tsx";

/** What waits to be sent and what was refused, on every screen, as long as there is any. */
export function Outbox() {
  const { waiting, refused } = usePending();
  if (refused.length > 0) {
    return (
      <Note
        tone="danger"
        action={
          <Link to={paths.attention}>
            <Trans>Look and mend</Trans>
          </Link>
        }
      >
        <span className="row">
          <WarningIcon />
          <Plural
            value={refused.length}
            one="# entry was refused and needs your attention."
            other="# entries were refused and need your attention."
          />
        </span>
      </Note>
    );
  }
  if (waiting.length === 0) return null;
  return (
    <Note tone="info">
      <span className="row" role="status">
        <CloudOffIcon />
        <Plural
          value={waiting.length}
          one="# entry waits for a connection. It is kept on this device."
          other="# entries wait for a connection. They are kept on this device."
        />
      </span>
    </Note>
  );
}
