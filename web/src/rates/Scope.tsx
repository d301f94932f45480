import { Trans } from "@lingui/react/macro";
import { useName } from "../directory/lists.ts";
import type { Rate } from "./rates.ts";

/** What a rate names; one that names nothing holds for everything that no other rate covers. */
export function Scope({ rate }: { readonly rate: Rate }) {
  const customer = useName("organizations");
  const project = useName("projects");
  const person = useName("agents");
  const kind = useName("serviceTypes");
  const names = [
    customer(rate.organization_id),
    project(rate.project_id),
    person(rate.agent_id),
    kind(rate.service_type_id),
  ].filter(Boolean);
  return names.join(" · ") || <Trans>All other work</Trans>;
}
