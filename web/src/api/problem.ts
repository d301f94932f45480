/** Problem details (RFC 9457) as every service answers them. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Members of a single problem type, such as the ids of entries that overlap. */
  readonly [member: string]: unknown;
}

export interface FieldError {
  /** A dotted path: `address_lines.0`. */
  readonly field: string;
  readonly reason: string;
}

const TYPE = "urn:honorar:problem:";

/** No answer: the network or the gateway is away. */
export const UNREACHABLE: Problem = { type: `${TYPE}unreachable`, title: "No connection", status: 0 };

/** A problem that the app itself finds, or was only told the name of. */
export function problemOfKind(kind: string): Problem {
  return { type: TYPE + kind, title: kind, status: 0 };
}

/** The one error that calls of the API raise. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.status} ${problem.title}`);
    this.name = "ProblemError";
    this.problem = problem;
  }

  /** `timer-too-long`: the type without its prefix. */
  get kind(): string {
    return kindOf(this.problem);
  }
}

export function kindOf(problem: Problem): string {
  return problem.type.startsWith(TYPE) ? problem.type.slice(TYPE.length) : problem.type;
}

export function isProblem(error: unknown, kind?: string): error is ProblemError {
  return error instanceof ProblemError && (kind === undefined || error.kind === kind);
}

/** Any error as a problem, for what shows problems. */
export function asProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    type: `${TYPE}app-error`,
    title: error instanceof Error ? error.message : String(error),
    status: 0,
  };
}

export async function problemOf(response: Response): Promise<Problem> {
  const fallback = {
    type: "about:blank",
    title: response.statusText || String(response.status),
    status: response.status,
  };
  if (!response.headers.get("content-type")?.includes("json")) return fallback;
  try {
    return { ...fallback, ...((await response.json()) as Problem) };
  } catch {
    return fallback;
  }
}
