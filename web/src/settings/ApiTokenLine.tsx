import { Trans, useLingui } from "@lingui/react/macro";
import { type IdentitySchemas, identity } from "../api/identity.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { browserZone, nowIso } from "../time/clock.ts";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { Badge } from "../ui/Note.tsx";
import { toast } from "../ui/toasts.ts";
import { ROLES } from "./roleWords.ts";

type Token = IdentitySchemas["schemas"]["ApiTokenResponse"];

export function ApiTokenLine({ token }: { readonly token: Token }) {
  const { t, i18n } = useLingui();
  const revoke = useWrite(
    () => identity.DELETE("/v1/api-tokens/{token_id}", { params: { path: { token_id: token.id } } }),
    { refresh: ["identity"], onDone: () => toast(t`Revoked: ${token.name} works no longer.`) },
  );
  return (
    <li>
      <div>
        <div className="row">
          <strong>{token.name}</strong> <code>{token.beginning}…</code>
          <Expired token={token} />
          {token.member_id === null && <Badge>{t`The account's`}</Badge>}
        </div>
        <div className="muted small">{token.roles.map((role) => i18n._(ROLES[role])).join(" · ")}</div>
        <Use token={token} />
        <ProblemNote problem={revoke.problem} />
      </div>
      <ConfirmButton
        small
        title={t`Revoke ${token.name}?`}
        consequence={t`Programs that use it are refused from now on. This cannot be undone.`}
        confirm={t`Revoke`}
        busy={revoke.running}
        onConfirm={() => void revoke.run(undefined)}
      >
        <Trans>Revoke</Trans>
        <span className="visually-hidden"> {token.name}</span>
      </ConfirmButton>
    </li>
  );
}

function Expired({ token: { expires_at } }: { readonly token: Token }) {
  if (!expires_at || expires_at > nowIso()) return null;
  return (
    <Badge tone="warn">
      <Trans>Expired</Trans>
    </Badge>
  );
}

function Use({ token }: { readonly token: Token }) {
  const { t } = useLingui();
  const { moment, day } = useFormats();
  const used = token.last_used_at;
  return (
    <div className="muted small">
      {used ? t`Last used ${moment(used, browserZone())}` : t`Never used`}
      {" · "}
      {token.expires_at ? t`until ${day(token.expires_at)}` : t`does not expire`}
    </div>
  );
}
