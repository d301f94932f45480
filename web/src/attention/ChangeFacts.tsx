import { useLingui } from "@lingui/react/macro";
import { useWorkNames } from "../directory/work.ts";
import { useFormats } from "../i18n/format.ts";
import type { Change } from "../offline/change.ts";
import { browserZone } from "../time/clock.ts";
import { formatDuration } from "../time/duration.ts";
import { Facts } from "../ui/Page.tsx";

/** What somebody entered, in words. */
export function ChangeFacts({ change: { operation } }: { readonly change: Change }) {
  const { t } = useLingui();
  const { moment, day } = useFormats();
  const nameOf = useWorkNames();
  if (operation.kind === "remove" || operation.kind === "discard")
    return <Facts facts={[[t`What`, t`Delete an entry`]]} />;
  const work = operation.kind === "start" ? operation.work : operation.body;
  const at = operation.kind === "start" ? operation.startedAt : operation.body.started_at;
  const when = at
    ? moment(at, browserZone())
    : operation.kind === "record" && operation.body.work_date
      ? day(operation.body.work_date)
      : "–";
  const { label, detail } = nameOf({
    organization_id: null,
    project_id: null,
    task_id: null,
    ticket_id: null,
    ...work,
  });
  return (
    <Facts
      facts={[
        [t`Note`, work.description || "–"],
        [t`Work`, [label, detail].filter(Boolean).join(" · ") || "–"],
        [t`When`, when],
        [t`Duration`, operation.kind === "record" ? formatDuration(operation.body.seconds) : "–"],
      ]}
    />
  );
}
