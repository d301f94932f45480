import { useLingui } from "@lingui/react/macro";
import { useName } from "../directory/lists.ts";
import type { ShownEntry } from "../offline/overlay.ts";

/** Where customer and flag of an entry came from when they were filled in. */
export function Sources({ entry }: { readonly entry: ShownEntry }) {
  const { t } = useLingui();
  const customer = useName("organizations");
  const organizations: Record<NonNullable<ShownEntry["organization_source"]>, string> = {
    agent: t`named by hand`,
    requester: t`of whoever asked for it`,
    project: t`of the project`,
  };
  const flags: Record<NonNullable<ShownEntry["billable_source"]>, string> = {
    agent: t`chosen by hand`,
    work_item: t`as the task or the ticket says`,
    project: t`as the project says`,
    service_type: t`as the kind of work says`,
    organization: t`as the customer says`,
    default: t`as nothing says otherwise`,
  };
  const billable = entry.billable ? t`Billable` : t`Not billable`;
  const lines = [
    entry.organization_id &&
      entry.organization_source &&
      `${customer(entry.organization_id)}: ${organizations[entry.organization_source]}`,
    entry.billable_source && `${billable}: ${flags[entry.billable_source]}`,
  ].filter(Boolean);
  return lines.length > 0 ? <p className="muted small">{lines.join(" · ")}</p> : null;
}
