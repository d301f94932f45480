import { useLingui } from "@lingui/react/macro";
import { kindOf } from "../api/problem.ts";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import type { Change } from "../offline/change.ts";
import { keepOperation, tryAgain } from "../offline/outbox.ts";
import { browserZone, now } from "../time/clock.ts";
import { formatDuration } from "../time/duration.ts";
import { instantOf, localDay, localTime } from "../time/workDate.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormActions, FormRow } from "../ui/Form.tsx";
import { mended } from "./mended.ts";

/** What mends a refused entry: other times, or one's own version over the one that is there now. */
export function Mend({ change }: { readonly change: Change }) {
  const { t } = useLingui();
  const { member, id, operation, refusal } = change;
  if (operation.kind !== "record") return null;
  if (refusal && kindOf(refusal) === "changed-meanwhile") {
    const overwrite = async () => {
      const there = await data(
        timer.GET("/v1/time-entries/{entry_id}", { params: { path: { entry_id: id } } }),
      );
      await tryAgain(member, id, there.version);
    };
    return (
      <div>
        <Button look="primary" onClick={() => void overwrite()}>{t`Keep mine`}</Button>
      </div>
    );
  }
  return <Times change={change} />;
}

function Times({ change: { member, id, operation } }: { readonly change: Change }) {
  const { t } = useLingui();
  if (operation.kind !== "record") return null;
  const zone = operation.body.time_zone ?? browserZone();
  const started = operation.body.started_at;
  const day = operation.body.work_date ?? localDay(started ?? now(), zone);
  const save = (values: Record<string, string>) => {
    const startedAt = values.start ? instantOf(values.day ?? day, values.start, zone) : null;
    const body = mended(operation.body, { day: values.day ?? day, startedAt, typed: values.seconds ?? "" });
    if (body) void keepOperation(member, id, { ...operation, body });
  };
  return (
    <Form onSubmit={save} refusal={null} label={t`Other times`}>
      <FormRow>
        <TextField label={t`Day`} name="day" type="date" defaultValue={day} required />
        <TextField
          label={t`Start`}
          name="start"
          type="time"
          defaultValue={started ? localTime(started, zone) : ""}
        />
        <TextField
          label={t`Duration`}
          name="seconds"
          defaultValue={formatDuration(operation.body.seconds)}
          required
        />
      </FormRow>
      <FormActions>
        <Button type="submit" look="primary">{t`Send with these times`}</Button>
      </FormActions>
    </Form>
  );
}
