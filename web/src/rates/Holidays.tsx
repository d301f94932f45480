import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { rates } from "../api/rates.ts";
import { timer } from "../api/timer.ts";
import { usePages } from "../api/usePages.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { TableFile } from "../explain/TableFile.tsx";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { DataTable } from "../ui/DataTable.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormRow } from "../ui/Form.tsx";
import { Section } from "../ui/Page.tsx";
import { Pager } from "../ui/Pager.tsx";
import { toast } from "../ui/toasts.ts";
import { addHolidays, type Holiday, missing, removeHoliday } from "./multipliers.ts";

/** The days on which supplements of holidays apply. */
export function Holidays() {
  const { t } = useLingui();
  const { longDay, day } = useFormats();
  const may = useMay();
  const list = usePages(rates.pages("/v1/holidays", { params: { query: { limit: 200 } } }));
  const rows = [...list.items].sort((a, b) => a.day.localeCompare(b.day));
  return (
    <Section title={t`Holidays`}>
      {rows.length > 0 && (
        <DataTable
          label={t`Holidays, by day`}
          rows={rows}
          rowKey={(one) => one.id}
          columns={[
            { key: "name", head: t`Name`, main: true, cell: (one) => one.name },
            { key: "day", head: t`Day`, cell: (one) => `${longDay(one.day)} (${day(one.day)})` },
            { key: "acts", head: t`Remove`, acts: true, cell: (one) => <Remove holiday={one} /> },
          ]}
        />
      )}
      <Pager more={list.more} loading={list.loadingMore} />
      <TableFile table="holidays" />
      {may("change-rates") && <AddHolidays known={list.items} />}
    </Section>
  );
}

function Remove({ holiday }: { readonly holiday: Holiday }) {
  const may = useMay();
  const save = useWrite(removeHoliday, { refresh: ["rates"] });
  if (!may("change-rates")) return null;
  return (
    <Button small look="quiet" busy={save.running} onClick={() => void save.run(holiday)}>
      <Trans>Remove</Trans>
    </Button>
  );
}

function AddHolidays({ known }: { readonly known: readonly Holiday[] }) {
  const { t } = useLingui();
  const save = useWrite(addHolidays, {
    refresh: ["rates"],
    onDone: ({ items }) => toast(t`Added: ${items.length}`),
  });
  return (
    <>
      <PublicHolidays known={known} busy={save.running} add={(days) => void save.run(days)} />
      <Form
        refusal={useRefusal(save.problem)}
        onSubmit={({ day, name }) => void save.run([{ day: day ?? "", name: name ?? "" }])}
      >
        <FormRow>
          <TextField label={t`Day`} name="day" refusedAs="holidays.0.day" type="date" />
          <TextField label={t`What it is called`} name="name" refusedAs="holidays.0.name" />
        </FormRow>
        <div>
          <Button type="submit" busy={save.running}>
            <Trans>Add the day</Trans>
          </Button>
        </div>
      </Form>
    </>
  );
}

interface PublicProps {
  readonly known: readonly Holiday[];
  readonly busy: boolean;
  readonly add: (days: { day: string; name: string }[]) => void;
}

/** The public holidays of the account's country, this year and the next, as Settings has it. */
function PublicHolidays({ known, busy, add }: PublicProps) {
  const year = Number(today().slice(0, 4));
  const period = { first_day: `${year}-01-01`, last_day: `${year}-12-31` };
  const found = useQuery(timer.query("/v1/public-holidays", { params: { query: period } })).data;
  const days = missing(found?.items ?? [], known);
  if (days.length === 0) return null;
  return (
    <div>
      <Button busy={busy} onClick={() => add(days)}>
        <Trans>
          Add {days.length} public holidays of {year}
        </Trans>
      </Button>
    </div>
  );
}
