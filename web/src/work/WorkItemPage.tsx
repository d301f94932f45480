import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { listQuery, type Project, useName } from "../directory/lists.ts";
import { paths } from "../paths.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Badge } from "../ui/Note.tsx";
import { Card, Facts, Page } from "../ui/Page.tsx";
import { EditItem } from "./EditItem.tsx";
import { ItemTime } from "./ItemTime.tsx";
import { type Item, useItems } from "./items.ts";
import { StartButton } from "./StartButton.tsx";
import { TicketView } from "./TicketView.tsx";

/** One task, ticket or project, and its time. */
export default function WorkItemPage() {
  const { t } = useLingui();
  const tasks = useQuery(listQuery("tasks"));
  const tickets = useQuery(listQuery("tickets"));
  const projects = useQuery(listQuery("projects"));
  const { id } = useParams();
  const item = useItems([]).find((one) => one.id === id);
  if (item?.kind === "ticket") return <TicketView id={item.id} />;
  if (item) return <ItemView item={item} />;
  return (
    <Page title={t`Work`} back={{ to: paths.work, label: t`Work` }}>
      <QueryView query={projects}>
        {() => (
          <QueryView query={tasks}>
            {() => <QueryView query={tickets}>{() => <NoItem />}</QueryView>}
          </QueryView>
        )}
      </QueryView>
    </Page>
  );
}

function NoItem() {
  const { t } = useLingui();
  return (
    <EmptyState
      title={t`There is no such work`}
      action={<ButtonLink to={paths.work}>{t`See all work`}</ButtonLink>}
    />
  );
}

function ItemView({ item }: { readonly item: Item }) {
  const { t } = useLingui();
  return (
    <Page
      title={item.name}
      back={{ to: paths.work, label: t`Work` }}
      lead={item.detail}
      actions={
        <>
          <StartButton item={item} />
          <PlanLink item={item} />
          <EditItem item={item} />
        </>
      }
    >
      {item.over && (
        <p>
          <Badge tone="warn">{t`Archived`}</Badge> <Trans>It takes no new time.</Trans>
        </p>
      )}
      <Card>
        <ItemFacts item={item} />
      </Card>
      <ItemTime item={item} />
    </Page>
  );
}

function ItemFacts({ item }: { readonly item: Item }) {
  const { t } = useLingui();
  const customer = useName("organizations");
  const project = useName("projects");
  const service = useName("serviceTypes");
  const { of } = item;
  if (item.kind === "project") {
    const { organization_id, billable } = of as Project;
    return (
      <Facts
        facts={[
          [t`Kind`, t`Project`],
          [t`Customer`, customer(organization_id) || t`none`],
          [t`Its time`, billable ? t`is billed` : t`is not billed`],
        ]}
      />
    );
  }
  const billable = "project_id" in of ? of.billable : null;
  const kindOfWork = "service_type_id" in of ? service(of.service_type_id) : "";
  return (
    <Facts
      facts={[
        [t`Kind`, t`Task`],
        ...("project_id" in of ? [[t`Project`, project(of.project_id)] as const] : []),
        [t`Kind of work`, kindOfWork || t`none`],
        ...(billable === null ? [] : [[t`Its time`, billable ? t`is billed` : t`is not billed`] as const]),
      ]}
    />
  );
}

/** A project, or that of a task, has a page of its own for its plan and budget. */
function PlanLink({ item: { kind, of } }: { readonly item: Item }) {
  const project = kind === "project" ? of.id : "project_id" in of ? of.project_id : null;
  if (!project) return null;
  return (
    <ButtonLink to={paths.project(project)}>
      <Trans>Plan and budget</Trans>
    </ButtonLink>
  );
}
