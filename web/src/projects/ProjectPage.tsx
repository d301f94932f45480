import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearchParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { ProjectMoney } from "../budgets/ProjectMoney.tsx";
import { type Project, useName } from "../directory/lists.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { Badge } from "../ui/Note.tsx";
import { Page, Section } from "../ui/Page.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { BudgetCard } from "./BudgetCard.tsx";
import { EditProject } from "./EditProject.tsx";
import { progressQuery, projectQuery, tasksQuery, treeOf } from "./project.ts";
import { TaskDialog } from "./TaskDialog.tsx";
import { TaskTree } from "./TaskTree.tsx";
import { Timeline } from "./Timeline.tsx";

/** A project: its budget against what was logged, its tasks, and when they are. */
export default function ProjectPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const customer = useName("organizations");
  const project = useQuery(projectQuery(id));
  const found = project.data;
  return (
    <Page
      title={found?.name ?? t`Project`}
      back={{ to: paths.work, label: t`Work` }}
      lead={found && <Lead project={found} customer={customer(found.organization_id)} />}
      actions={found && <EditProject project={found} />}
    >
      <QueryView query={project}>{(one) => <Parts project={one} />}</QueryView>
    </Page>
  );
}

function Lead({ project, customer }: { readonly project: Project; readonly customer: string }) {
  return (
    <span className="row">
      {customer}
      {project.closed && (
        <Badge tone="warn">
          <Trans>Closed to new time</Trans>
        </Badge>
      )}
      {project.archived && (
        <Badge>
          <Trans>Archived</Trans>
        </Badge>
      )}
    </span>
  );
}

function Parts({ project }: { readonly project: Project }) {
  const may = useMay();
  const tracked = useQuery({ ...progressQuery(project.id), enabled: may("see-invoices") });
  const tasks = useQuery(tasksQuery(project.id));
  return (
    <>
      {tracked.data && <BudgetCard tracked={tracked.data} />}
      <QueryView query={tasks}>
        {(all) => (
          <Tasks project={project} lines={treeOf(all, tracked.data)} today={tracked.data?.today ?? today()} />
        )}
      </QueryView>
      {/* It comes when it is known, and must not move tasks from under a hand that drags one. */}
      {may("see-rates") && <ProjectMoney projectId={project.id} />}
    </>
  );
}

interface TasksProps {
  readonly project: Project;
  readonly lines: ReturnType<typeof treeOf>;
  readonly today: string;
}

/** As a tree with figures, or as bars in time; what is chosen and edited stands in the address. */
function Tasks({ project, lines, today: day }: TasksProps) {
  const { t } = useLingui();
  const may = useMay();
  const [params, setParams] = useSearchParams();
  const view = params.get("view") === "timeline" ? "timeline" : "list";
  const ask = (change: Record<string, string | null>) => {
    const next = Object.entries({ ...Object.fromEntries(params), ...change });
    setParams(Object.fromEntries(next.filter((pair): pair is [string, string] => Boolean(pair[1]))));
  };
  const edited = lines.find(({ task }) => task.id === params.get("task"))?.task;
  const adding = params.get("task") === "new";
  return (
    <Section
      title={t`Tasks`}
      actions={
        <Button off={may.not("manage-work")} onClick={() => ask({ task: "new" })}>
          <Trans>Add task</Trans>
        </Button>
      }
    >
      <div className="row">
        <Choice
          label={t`Show tasks as`}
          name="view"
          value={view}
          options={[
            ["list", t`List`],
            ["timeline", t`Timeline`],
          ]}
          onChange={(value) => ask({ view: value === "timeline" ? value : null })}
        />
      </div>
      {view === "list" ? (
        <TaskTree projectId={project.id} lines={lines} onEdit={(task) => ask({ task: task.id })} />
      ) : (
        <Timeline lines={lines} today={day} onEdit={(task) => ask({ task: task.id })} />
      )}
      {(edited || adding) && (
        <TaskDialog
          key={edited?.id ?? "new"}
          project={project}
          task={edited ?? null}
          others={lines.map(({ task }) => task)}
          onClose={() => ask({ task: null })}
        />
      )}
    </Section>
  );
}
