import { Navigate } from "react-router";
import { paths } from "../paths.ts";
import { today } from "../time/clock.ts";
import { weekOf } from "../time/isoWeek.ts";

/** `/week` is the week of today. */
export default function ThisWeekPage() {
  return <Navigate to={paths.week(weekOf(today()))} replace />;
}
