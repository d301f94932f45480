import { Trans, useLingui } from "@lingui/react/macro";
import type { RatesSchemas } from "../api/rates.ts";
import { useName } from "../directory/lists.ts";
import { useFormats } from "../i18n/format.ts";

interface Props {
  readonly rule: Omit<RatesSchemas["schemas"]["RateResponse"], "hourly_rate">;
}

/** What a rate or a cost names. */
export function RuleName({ rule }: Props) {
  const { t } = useLingui();
  const names = [
    useName("projects")(rule.project_id),
    useName("organizations")(rule.organization_id),
    useName("agents")(rule.agent_id),
    useName("teams")(rule.team_id),
    useName("serviceTypes")(rule.service_type_id),
  ].filter(Boolean);
  return names.length ? names.join(" · ") : t`Everything else`;
}

/** The days on which it holds. */
export function Since({ rule }: Props) {
  const { day } = useFormats();
  const from = day(rule.valid_from);
  if (!rule.valid_to) return <Trans>from {from}</Trans>;
  return (
    <span>
      {from} – {day(rule.valid_to)}
    </span>
  );
}
