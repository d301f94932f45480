import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem, type Problem } from "../api/problem.ts";
import { data, ifMatch } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { refreshServices } from "../api/useWrite.ts";
import type { Sheet } from "./sheets.ts";

type Refused = TimerSchemas["schemas"]["RefusedSheetResponse"];

const AT_ONCE = 100;

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

/** Approves sheets, each as it was read, a hundred at a time; one that is refused stops no other. */
export function useApproveAll() {
  const client = useQueryClient();
  const [answers, setAnswers] = useState<readonly Answer[]>([]);
  const [total, setTotal] = useState<number | null>(null);
  const run = async (sheets: readonly Sheet[]): Promise<void> => {
    setAnswers([]);
    setTotal(sheets.length);
    for (let first = 0; first < sheets.length; first += AT_ONCE) {
      const answered = await answersOf(sheets.slice(first, first + AT_ONCE));
      setAnswers((before) => [...before, ...answered]);
    }
    await refreshServices(client, ["timer"]);
    setTotal(null);
  };
  return { run, answers, total };
}

async function answersOf(sheets: readonly Sheet[]): Promise<Answer[]> {
  const body = { timesheets: sheets.map(({ id, version }) => ({ id, version })) };
  try {
    const { refused } = await data(timer.POST("/v1/timesheets/approve", { body }));
    const reasons = new Map(refused.map((one) => [one.id, one]));
    return sheets.map((sheet) => ({ sheet, problem: problemOf(reasons.get(sheet.id)) }));
  } catch (error) {
    return sheets.map((sheet) => ({ sheet, problem: asProblem(error) }));
  }
}

/** What a single approval would have been refused with. */
function problemOf(refused: Refused | undefined): Problem | null {
  if (!refused) return null;
  return { type: `urn:honorar:problem:${refused.code}`, title: refused.detail, status: 409 };
}
