import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { Values } from "../ui/Form.tsx";
import type { Row } from "./typed.ts";

const SETTLED_MILLISECONDS = 400;

interface Typed {
  /** Stands inside of the form, around its controls. */
  readonly inside: RefObject<HTMLDivElement | null>;
  readonly values: Values;
  /** Somebody typed: what the controls hold is read when they have stopped. */
  readonly onInput: () => void;
}

/** What the controls of a form hold, once somebody stopped typing; also when lines were added or taken off. */
export function useTyped(rows: readonly Row[]): Typed {
  const inside = useRef<HTMLDivElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [values, setValues] = useState<Values>({});
  const onInput = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const form = inside.current?.closest("form");
      if (form) setValues(valuesOf(new FormData(form)));
    }, SETTLED_MILLISECONDS);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines have other controls
  useEffect(() => {
    onInput();
    return () => clearTimeout(timer.current);
  }, [rows, onInput]);
  return { inside, values, onInput };
}

function valuesOf(form: FormData): Values {
  return Object.fromEntries(
    [...form].filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  );
}
