import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useMemberName } from "../directory/members.ts";
import { useFormats } from "../i18n/format.ts";
import { browserZone } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { TextArea } from "../ui/Field.tsx";
import { Form } from "../ui/Form.tsx";
import { Card, Section } from "../ui/Page.tsx";
import type { Sheet } from "./sheets.ts";

/** What its person and managers say about a sheet. It changes nothing in it. */
export function SheetComments({ sheet }: { readonly sheet: Sheet }) {
  const { t } = useLingui();
  const { moment } = useFormats();
  const nameOf = useMemberName();
  const params = { path: { timesheet_id: sheet.id } };
  const comments = useQuery(timer.query("/v1/timesheets/{timesheet_id}/comments", { params }));
  const [written, setWritten] = useState(0);
  const write = useWrite(
    (text: string) => data(timer.POST("/v1/timesheets/{timesheet_id}/comments", { params, body: { text } })),
    { refresh: ["timer"], onDone: () => setWritten(written + 1) },
  );
  const refusal = useRefusal(write.problem);
  return (
    <Section title={t`Comments`}>
      <Card>
        <ol role="list" className="stack">
          {comments.data?.items.map(({ id, by, at, text }) => (
            <li key={id}>
              <span className="muted small">
                {nameOf(by)}, {moment(at, browserZone())}
              </span>
              <div>{text}</div>
            </li>
          ))}
        </ol>
        <Form key={written} onSubmit={({ text = "" }) => void write.run(text)} refusal={refusal}>
          <TextArea label={t`Comment`} name="text" required />
          <div className="row">
            <Button type="submit" busy={write.running}>
              <Trans>Add the comment</Trans>
            </Button>
          </div>
        </Form>
      </Card>
    </Section>
  );
}
