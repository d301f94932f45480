import type { paths } from "./schema/timer.ts";
import { service } from "./service.ts";

export const timer = service<paths>("timer");
export type { components as TimerSchemas } from "./schema/timer.ts";
