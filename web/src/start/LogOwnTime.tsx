import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { QueryView } from "../api/QueryView.tsx";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { type Member, membersQuery } from "../directory/members.ts";
import { useMe } from "../session/useMe.ts";
import { browserZone } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox, TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow, type Values } from "../ui/Form.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { CurrencyField, TimeZoneField } from "../ui/Regions.tsx";
import { toast } from "../ui/toasts.ts";
import { logOwnTime, type Myself } from "./logOwnTime.ts";

type Settings = TimerSchemas["schemas"]["SettingsResponse"];

/** Makes the owner, who runs the account, somebody who works in it too. */
export default function LogOwnTime() {
  const { t } = useLingui();
  const settings = useQuery(timer.query("/v1/settings"));
  const members = useQuery(membersQuery);
  return (
    <Section title={t`Who you are`}>
      <Card>
        <QueryView query={settings}>
          {(current) => (
            <QueryView query={members}>{(all) => <WhoForm settings={current} members={all} />}</QueryView>
          )}
        </QueryView>
      </Card>
    </Section>
  );
}

interface Props {
  readonly settings: Settings;
  readonly members: readonly Member[];
}

function WhoForm({ settings, members }: Props) {
  const { t, i18n } = useLingui();
  const me = useMe();
  const save = useWrite((myself: Myself) => logOwnTime(me, myself), {
    refresh: ["identity", "timer", "invoicing"],
    onDone: () => toast(t`You can log time now.`),
  });
  const fresh = settings.version === 0;
  const zone = fresh ? browserZone() : settings.time_zone;
  return (
    <Form
      refusal={useRefusal(save.problem)}
      onSubmit={(values) => {
        const language = fresh ? { language: i18n.locale as Settings["language"] } : {};
        const { choices, ...myself } = myselfOf(values, zone);
        void save.run({ ...myself, choices: { ...choices, ...language } });
      }}
    >
      {!fresh && (
        <p className="muted">
          <Trans>To log time of your own, say what you are called. All other screens work without.</Trans>
        </p>
      )}
      <TextField
        label={t`Your name`}
        name="name"
        defaultValue={me.name === me.email ? "" : me.name}
        autoComplete="name"
      />
      {fresh && (
        <FormRow>
          <TimeZoneField label={t`Time zone`} name="time_zone" defaultValue={zone} />
          <CurrencyField label={t`Currency`} name="currency" defaultValue={settings.currency} />
        </FormRow>
      )}
      {!settings.allow_self_approval && isAlone(members, me.id) && (
        <Checkbox
          label={t`I work alone and approve my own timesheets`}
          name="allow_self_approval"
          defaultChecked
          hint={t`Time is billed when its timesheet is approved. Without this somebody else must approve it; it is changed under Settings.`}
        />
      )}
      <FormActions>
        <Button type="submit" look="primary" busy={save.running}>
          <Trans>Log my own time</Trans>
        </Button>
      </FormActions>
    </Form>
  );
}

function myselfOf({ name = "", time_zone, currency, allow_self_approval }: Values, zone: string): Myself {
  return {
    name: name.trim(),
    time_zone: time_zone ?? zone,
    choices: {
      ...(time_zone ? { time_zone } : {}),
      ...(currency ? { currency: currency as Settings["currency"] & Myself["choices"]["currency"] } : {}),
      ...(allow_self_approval === "on" ? { allow_self_approval: true } : {}),
    },
  };
}

/** Whether nobody else is here, or will be, who approves time. */
function isAlone(members: readonly Member[], id: string): boolean {
  return members.every(
    (one) => one.id === id || one.state === "suspended" || !one.roles.some((role) => APPROVERS.has(role)),
  );
}

const APPROVERS: ReadonlySet<string> = new Set(["owner", "manager"]);
