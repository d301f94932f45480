import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useWrite } from "../api/useWrite.ts";
import type { Project, Task } from "../directory/lists.ts";
import { taskOf } from "./forms.ts";

/** Sends what was typed, over the version that was read. */
export function useSaveTask(project: Project, task: Task | null, onDone: () => void) {
  return useWrite(
    (form: FormData): Promise<Task> => {
      const body = taskOf(form);
      if (!task) return data(timer.POST("/v1/tasks", { body: { ...body, project_id: project.id } }));
      const params = { path: { task_id: task.id }, header: ifMatch(task) };
      return data(timer.PATCH("/v1/tasks/{task_id}", { params, body }));
    },
    { refresh: ["timer"], onDone },
  );
}
