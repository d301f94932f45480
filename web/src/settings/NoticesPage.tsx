import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type NotifierSchemas, notifier } from "../api/notifier.ts";
import { QueryView } from "../api/QueryView.tsx";
import { data, ifMatch } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Checkbox } from "../ui/Field.tsx";
import { Form, FormActions, type Values } from "../ui/Form.tsx";
import { Card } from "../ui/Page.tsx";
import { toast } from "../ui/toasts.ts";
import { FailedNotices } from "./FailedNotices.tsx";
import { SettingsPages } from "./SettingsPages.tsx";

type Settings = NotifierSchemas["schemas"]["NoticeSettingsResponse"];

/** What the account's own people are told by e-mail. */
export default function NoticesPage() {
  const { t } = useLingui();
  const may = useMay();
  const settings = useQuery(notifier.query("/v1/settings"));
  return (
    <SettingsPages
      title={t`Notices`}
      lead={t`What your own people are told by e-mail, each thing once. Customers get none of these.`}
    >
      <QueryView query={settings}>
        {(current) => <Kinds key={current.version} settings={current} />}
      </QueryView>
      {may("see-invoices") && <FailedNotices />}
    </SettingsPages>
  );
}

function Kinds({ settings }: { readonly settings: Settings }) {
  const { t } = useLingui();
  const may = useMay();
  const save = useWrite(
    (values: Values) => {
      const body = {
        timer_forgotten: values.timer_forgotten === "on",
        timesheet_missing: values.timesheet_missing === "on",
        timesheet_rejected: values.timesheet_rejected === "on",
        project_budget_reached: values.project_budget_reached === "on",
      };
      return data(notifier.PUT("/v1/settings", { params: { header: ifMatch(settings) }, body }));
    },
    { refresh: ["notifier"], onDone: () => toast(t`Saved.`) },
  );
  return (
    <Form onSubmit={(values) => void save.run(values)} refusal={useRefusal(save.problem)} label={t`Notices`}>
      <Card>
        <Checkbox
          label={t`A timer seems forgotten`}
          name="timer_forgotten"
          defaultChecked={settings.timer_forgotten}
          hint={t`To whoever it belongs to. After how long is under Account.`}
        />
        <Checkbox
          label={t`Time was not handed in`}
          name="timesheet_missing"
          defaultChecked={settings.timesheet_missing}
          hint={t`To whoever has not, in the morning after the days that are set under Account.`}
        />
        <Checkbox
          label={t`Time came back`}
          name="timesheet_rejected"
          defaultChecked={settings.timesheet_rejected}
          hint={t`To whoever handed it in, with the reason.`}
        />
        <Checkbox
          label={t`A budget is used up`}
          name="project_budget_reached"
          defaultChecked={settings.project_budget_reached}
          hint={t`To owners and managers, at each of its thresholds, and when the plan exceeds it.`}
        />
      </Card>
      <FormActions>
        <Button type="submit" look="primary" off={may.not("manage-work")} busy={save.running}>
          <Trans>Save</Trans>
        </Button>
      </FormActions>
    </Form>
  );
}
