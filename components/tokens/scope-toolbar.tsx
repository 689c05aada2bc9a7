import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { pressedKey } from "#components/ui/pressed-key.ts";

export type Filter = "granted" | "sensitive";

type ScopeToolbarProps = {
  search: string;
  onSearch: (search: string) => void;
  /** Number of modules with rights. */
  granted: number;
  filter: Filter | undefined;
  onFilter: (filter: Filter) => void;
  onSetAll: (level: "none" | "read") => void;
};

/** Search, filters and the same level for all modules, above the table of rights. */
export function ScopeToolbar(props: ScopeToolbarProps) {
  const { search, onSearch, granted, filter, onFilter, onSetAll } = props;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <div className="min-w-40 flex-1">
        <Input
          type="search"
          aria-label="Search rights"
          placeholder="Search rights"
          value={search}
          onChange={(event) => onSearch(event.target.value)}
          // Enter would create the token.
          onKeyDown={(event) => pressedKey(event) === "Enter" && event.preventDefault()}
          data-testid="scope-search"
          className="w-full"
        />
      </div>
      <FilterButton
        label={`Granted ${granted}`}
        pressed={filter === "granted"}
        onPress={() => onFilter("granted")}
      />
      <FilterButton
        label="Sensitive"
        pressed={filter === "sensitive"}
        onPress={() => onFilter("sensitive")}
      />
      <span className="flex gap-2">
        <Button size="small" variant="quiet" onClick={() => onSetAll("none")}>
          Clear all
        </Button>
        <Button size="small" variant="quiet" onClick={() => onSetAll("read")}>
          Read all
        </Button>
      </span>
    </div>
  );
}

type FilterButtonProps = { label: string; pressed: boolean; onPress: () => void };

function FilterButton({ label, pressed, onPress }: FilterButtonProps) {
  return (
    <Button
      size="small"
      aria-pressed={pressed}
      className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
      onClick={onPress}
    >
      {label}
    </Button>
  );
}
