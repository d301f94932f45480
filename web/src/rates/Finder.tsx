import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { QueryView } from "../api/QueryView.tsx";
import { rates } from "../api/rates.ts";
import { useList } from "../directory/lists.ts";
import { AgentPicker, CustomerPicker, ServiceTypePicker, TeamPicker } from "../directory/Pickers.tsx";
import { today } from "../time/clock.ts";
import { TextField } from "../ui/Field.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { useAsked } from "../ui/useAsked.ts";
import { Answer } from "./Answer.tsx";
import { ProjectPicker } from "./ProjectPicker.tsx";
import styles from "./Rates.module.css";

/** What would an hour cost? The answer is the services', by the same rule that prices time. */
export function Finder() {
  const { t } = useLingui();
  const [asked, ask] = useAsked();
  const projects = useList("projects");
  const chosen = (name: string) => asked(name) || null;
  const customerOf = (project: string | null) => projects.find(({ id }) => id === project)?.organization_id;
  return (
    <Section title={t`What would an hour cost?`}>
      <Card>
        <div className={styles.finder}>
          <CustomerPicker
            value={chosen("customer")}
            onChange={(id) => ask({ customer: id, project: null })}
          />
          <ProjectPicker
            value={chosen("project")}
            customer={chosen("customer")}
            onChange={(id) => ask({ project: id, customer: customerOf(id) ?? chosen("customer") })}
          />
          <AgentPicker value={chosen("person")} onChange={(id) => ask({ person: id, team: null })} />
          {chosen("person") ? null : (
            <TeamPicker value={chosen("team")} onChange={(id) => ask({ team: id })} />
          )}
          <ServiceTypePicker value={chosen("kind")} onChange={(id) => ask({ kind: id })} />
          <TextField
            label={t({ message: "On", context: "a day" })}
            name="on"
            type="date"
            value={asked("on") || today()}
            onChange={(event) => ask({ on: event.target.value })}
          />
        </div>
        {chosen("customer") ? (
          <Found />
        ) : (
          <p className="muted">
            <Trans>Choose a customer or a project to see the price and which rate gives it.</Trans>
          </p>
        )}
      </Card>
    </Section>
  );
}

function Found() {
  const [asked] = useAsked();
  const on = asked("on") || today();
  const given = {
    organization_id: asked("customer"),
    project_id: asked("project"),
    agent_id: asked("person"),
    team_id: asked("team"),
    service_type_id: asked("kind"),
  };
  const named = Object.fromEntries(Object.entries(given).filter(([, id]) => id));
  const match = useQuery(rates.query("/v1/prices", { params: { query: { on, ...named } } }));
  return (
    <QueryView query={match} lines={2}>
      {(found) => <Answer found={found} on={on} />}
    </QueryView>
  );
}
