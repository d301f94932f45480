import { useSearchParams } from "react-router";

type Ask = (changes: Readonly<Record<string, string | null>>) => void;

/** What stands in the address: filters, what the finder looks for, which dialog is open. */
export function useAsked(): readonly [(name: string) => string, Ask] {
  const [params, set] = useSearchParams();
  const ask: Ask = (changes) =>
    set(
      (before) => {
        for (const [name, value] of Object.entries(changes)) {
          if (value) before.set(name, value);
          else before.delete(name);
        }
        return before;
      },
      { replace: true },
    );
  return [(name) => params.get(name) ?? "", ask];
}
