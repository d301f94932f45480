import { Trans } from "@lingui/react/macro";
import { useName } from "../directory/lists.ts";
import type { Rule } from "./rates.ts";

type Named = Pick<Rule, "project_id" | "organization_id" | "agent_id" | "team_id" | "service_type_id">;

/** What a rule names; one that names nothing holds for everything that no other rule covers. */
export function Scope({ rate }: { readonly rate: Named }) {
  const customer = useName("organizations");
  const project = useName("projects");
  const person = useName("agents");
  const team = useName("teams");
  const kind = useName("serviceTypes");
  const names = [
    customer(rate.organization_id),
    project(rate.project_id),
    person(rate.agent_id),
    team(rate.team_id),
    kind(rate.service_type_id),
  ].filter(Boolean);
  return names.join(" · ") || <Trans>All other work</Trans>;
}
