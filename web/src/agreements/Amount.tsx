import { Money } from "../ui/Money.tsx";
import { padded } from "./padded.ts";

interface Props {
  readonly amount: string;
  /** The agreement's. */
  readonly currency: string;
}

export function Amount({ amount, currency }: Props) {
  return <Money value={{ amount: padded(amount, currency), currency }} />;
}
