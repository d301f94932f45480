import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import type { Organization, Project } from "../directory/lists.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox, TextField } from "../ui/Field.tsx";
import { Form, type Values } from "../ui/Form.tsx";
import { Badge } from "../ui/Note.tsx";
import { Card, Section } from "../ui/Page.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import styles from "./Customers.module.css";

export function projectsQuery(customerId: string) {
  return timer.query("/v1/projects", { params: { query: { organization_id: customerId, limit: 500 } } });
}

/** What is done for the customer. */
export function Projects({ customer }: { readonly customer: Organization }) {
  const { t } = useLingui();
  const may = useMay();
  const projects = useQuery(projectsQuery(customer.id));
  const [adding, setAdding] = useState(false);
  const off = customer.archived ? t`An archived customer takes no new work.` : may.not("manage-work");
  const add = (
    <Button small off={off} onClick={() => setAdding(true)}>
      <Trans>Add project</Trans>
    </Button>
  );
  return (
    <Section title={t`Projects`} actions={add}>
      <Card>
        <QueryView query={projects} lines={2}>
          {({ items }) => (items.length ? <ProjectList projects={items} /> : <NoProjects />)}
        </QueryView>
      </Card>
      {adding && <NewProject customerId={customer.id} onClose={() => setAdding(false)} />}
    </Section>
  );
}

function NoProjects() {
  return (
    <p className="muted">
      <Trans>None yet. Time is logged on a project and its tasks.</Trans>
    </p>
  );
}

function ProjectList({ projects }: { readonly projects: readonly Project[] }) {
  return (
    <ul className={styles.list}>
      {projects.map(({ id, name, billable, archived }) => (
        <li key={id}>
          <Link to={paths.project(id)}>{name}</Link>
          <span className="row">
            {!billable && (
              <Badge>
                <Trans>Not billable</Trans>
              </Badge>
            )}
            {archived && (
              <Badge>
                <Trans>Archived</Trans>
              </Badge>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function NewProject({ customerId, onClose }: { readonly customerId: string; readonly onClose: () => void }) {
  const { t } = useLingui();
  const create = useWrite(
    ({ name = "", billable }: Values) => {
      const body = {
        name: name.trim(),
        organization_id: customerId,
        billable: billable === "on",
        archived: false,
      };
      return data(timer.POST("/v1/projects", { body }));
    },
    { refresh: ["timer"], onDone: onClose },
  );
  return (
    <Dialog title={t`New project`} open onClose={onClose}>
      <Form onSubmit={(values) => void create.run(values)} refusal={useRefusal(create.problem)}>
        <TextField label={t`Name`} name="name" autoComplete="off" />
        <Checkbox
          label={t`Billable`}
          name="billable"
          defaultChecked
          hint={t`Its time goes onto invoices, unless an entry says otherwise.`}
        />
        <SubmitOrCancel busy={create.running} onCancel={onClose}>
          <Trans>Add project</Trans>
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}
