import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { kindOf } from "../api/problem.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { type QboSyncSchemas, qboSync } from "../api/qboSync.ts";
import { data } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { browserZone } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Badge, Note, type Tone } from "../ui/Note.tsx";
import { Card, Facts, Section } from "../ui/Page.tsx";
import { problemOf } from "./outcome.ts";

type State = QboSyncSchemas["schemas"]["ConnectionResponse"];
interface Props {
  readonly connection: State;
}

/** The company and what to do about it. */
export function Connection({ connection }: Props) {
  const { t } = useLingui();
  const { state } = connection;
  if (state === "none")
    return (
      <EmptyState title={t`QuickBooks is not connected`} action={<Connect label={t`Connect QuickBooks`} />}>
        <Trans>Connect a company, and every issued invoice is copied there by itself.</Trans>
      </EmptyState>
    );
  return (
    <Section title={connection.company_name ?? t`Your company`} actions={<StateBadge state={state} />}>
      {state === "reauth_required" && <Reconnect />}
      <Card>
        <Company connection={connection} />
        <Acts connection={connection} />
      </Card>
      <Unreadable connection={connection} />
    </Section>
  );
}

function Company({ connection }: Props) {
  const { t } = useLingui();
  const { moment, day } = useFormats();
  const { connected_at, reconnect_by, number_owner, multi_currency } = connection;
  const currencies = multi_currency ? t`and others` : t`only`;
  const facts: [string, ReactNode][] = [
    [t`Connected since`, connected_at ? moment(connected_at, browserZone()) : "–"],
    [t`Connection good until`, reconnect_by ? day(reconnect_by) : "–"],
    [t`Currency of its books`, connection.home_currency ? `${connection.home_currency} ${currencies}` : "–"],
    [t`Invoice numbers`, number_owner === "quickbooks" ? t`QuickBooks' own` : t`as here`],
    [t`Country`, connection.country ?? "–"],
    [t`Company number at Intuit`, connection.realm_id ?? "–"],
  ];
  return <Facts facts={facts} />;
}

function StateBadge({ state }: { readonly state: State["state"] }) {
  const { t } = useLingui();
  const words: Record<State["state"], readonly [Tone, string]> = {
    none: ["neutral", t`Not connected`],
    connecting: ["info", t`Connecting…`],
    connected: ["ok", t`Connected`],
    reauth_required: ["danger", t`Must be connected again`],
    disconnecting: ["neutral", t`Disconnecting…`],
    disconnected: ["neutral", t`Disconnected`],
  };
  const [tone, text] = words[state];
  return <Badge tone={tone}>{text}</Badge>;
}

function Reconnect() {
  const { t } = useLingui();
  return (
    <Note tone="danger" action={<Connect label={t`Connect again`} />}>
      <p>
        <Trans>
          QuickBooks no longer lets us in. Connect again; invoices wait until then, and none is lost.
        </Trans>
      </p>
    </Note>
  );
}

function Acts({ connection: { state } }: Props) {
  const { t } = useLingui();
  const may = useMay();
  const end = useWrite(() => data(qboSync.DELETE("/v1/connection")), { refresh: ["qbo-sync"] });
  if (state === "disconnected" || state === "disconnecting")
    return (
      <div>
        <Connect label={t`Connect QuickBooks`} />
      </div>
    );
  return (
    <div className="stack">
      <div>
        <ConfirmButton
          small
          title={t`Disconnect QuickBooks?`}
          consequence={t`Nothing is copied or read any more. What is in QuickBooks stays; new invoices wait for the next connection.`}
          confirm={t`Disconnect`}
          busy={end.running}
          off={may.not("connect-quickbooks")}
          onConfirm={() => void end.run(undefined)}
        >
          <Trans>Disconnect</Trans>
        </ConfirmButton>
      </div>
      <ProblemNote problem={end.problem} />
    </div>
  );
}

/** Goes to Intuit's page, which sends the browser back here. */
function Connect({ label }: { readonly label: string }) {
  const { i18n } = useLingui();
  const may = useMay();
  const begin = useWrite(() => data(qboSync.POST("/v1/connection")), {
    refresh: [],
    onDone: ({ authorize_url }) => location.assign(authorize_url),
  });
  const unconfigured = begin.problem && kindOf(begin.problem) === "quickbooks-not-configured";
  return (
    <div className="stack">
      <div>
        <Button
          look="primary"
          busy={begin.running}
          off={may.not("connect-quickbooks")}
          onClick={() => void begin.run(undefined)}
        >
          {label}
        </Button>
      </div>
      {unconfigured ? (
        <Note tone="warn" alert>
          <p>{i18n._(problemOf("quickbooks-not-configured"))}</p>
        </Note>
      ) : (
        <ProblemNote problem={begin.problem} />
      )}
    </div>
  );
}

function Unreadable({ connection: { unreadable = [] } }: Props) {
  if (unreadable.length === 0) return null;
  return (
    <Note tone="warn">
      <p>
        <Trans>QuickBooks cannot give us these, so they are not up to date here:</Trans>
      </p>
      <ul>
        {unreadable.map(({ entity, name, reason }) => (
          <li key={`${entity} ${name}`}>
            {entity} {name}: {reason}
          </li>
        ))}
      </ul>
    </Note>
  );
}
