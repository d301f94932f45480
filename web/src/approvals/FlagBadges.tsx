import { Badge } from "../ui/Note.tsx";
import { counted, type Flag } from "./flags.ts";
import { useFlagWords } from "./useFlagWords.ts";

/** All flags of a sheet in a line: each kind once, with its days or how many. */
export function SheetFlags({ flags }: { readonly flags: readonly Flag[] }) {
  const { many } = useFlagWords();
  return (
    <span className="row">
      {counted(flags).map(([kind, of]) => (
        <Badge key={kind} tone="warn">
          {many(kind, of)}
        </Badge>
      ))}
    </span>
  );
}

/** The flags of one day or entry, beside it. */
export function FlagBadges({ flags }: { readonly flags: readonly Flag[] }) {
  const { one } = useFlagWords();
  return flags.map((flag) => (
    <Badge key={flag.kind} tone="warn">
      {one(flag)}
    </Badge>
  ));
}
