import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem, type Problem } from "../api/problem.ts";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { refreshServices } from "../api/useWrite.ts";
import type { Sheet } from "./sheets.ts";

/** What became of one sheet among several. */
export interface Answer {
  readonly sheet: Sheet;
  readonly problem: Problem | null;
}

/** Approves a sheet as it was read. */
export function approve(sheet: Sheet): Promise<Sheet> {
  const params = { path: { timesheet_id: sheet.id }, header: ifMatch(sheet) };
  return data(timer.POST("/v1/timesheets/{timesheet_id}/approve", { params }));
}

/** Approves sheets one by one, each as it was read; one that is refused stops no other. */
export function useApproveAll() {
  const client = useQueryClient();
  const [answers, setAnswers] = useState<readonly Answer[]>([]);
  const [total, setTotal] = useState<number | null>(null);
  const run = async (sheets: readonly Sheet[]): Promise<void> => {
    setAnswers([]);
    setTotal(sheets.length);
    for (const sheet of sheets) {
      const answer = await answerOf(sheet);
      setAnswers((before) => [...before, answer]);
    }
    await refreshServices(client, ["timer"]);
    setTotal(null);
  };
  return { run, answers, total };
}

async function answerOf(sheet: Sheet): Promise<Answer> {
  try {
    await approve(sheet);
    return { sheet, problem: null };
  } catch (error) {
    return { sheet, problem: asProblem(error) };
  }
}
