import { Trans, useLingui } from "@lingui/react/macro";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { HolidayRegionField } from "../directory/HolidayRegionField.tsx";
import type { Agent } from "../directory/lists.ts";
import { paths, withQuery } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Form, FormActions } from "../ui/Form.tsx";
import { toast } from "../ui/toasts.ts";

/** Whose public holidays are days off for somebody, and the way to the days on which they are away. */
export function HolidaysOf({ agent }: { readonly agent: Agent }) {
  const { t } = useLingui();
  const may = useMay();
  const save = useWrite(
    (holiday_region: string | null) => {
      const params = { path: { agent_id: agent.id }, header: ifMatch(agent) };
      return data(timer.PATCH("/v1/agents/{agent_id}", { params, body: { holiday_region } }));
    },
    { refresh: ["timer"], onDone: () => toast(t`Saved.`) },
  );
  return (
    <section className="stack" aria-label={t`Days off`}>
      <h3>
        <Trans>Days off</Trans>
      </h3>
      <Form
        label={t`Days off`}
        refusal={useRefusal(save.problem)}
        onSubmit={({ holiday_region }) => void save.run(holiday_region || null)}
      >
        <HolidayRegionField
          label={t`Public holidays of`}
          none={t`As the account`}
          value={agent.holiday_region}
          hint={t`For those who live elsewhere.`}
        />
        <FormActions>
          <Button type="submit" busy={save.running} off={may.not("manage-work")}>
            <Trans>Save</Trans>
          </Button>
          <ButtonLink to={withQuery(paths.absences, { agent: agent.id })}>
            <Trans>Absences</Trans>
          </ButtonLink>
        </FormActions>
      </Form>
    </section>
  );
}
