import { EllipsisVertical } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { Button } from "./button.tsx";
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from "./dropdown-menu.tsx";

type RowMenuProps = {
  /** Of which object the row is. */
  name: string;
  testId: string;
  /** Gets the focus back from a dialog that an item opens. */
  trigger: RefObject<HTMLButtonElement | null>;
  onFocus?: () => void;
  children: ReactNode;
};

/** The menu of a row of a list, behind three dots. */
export function RowMenu({ name, testId, trigger, onFocus, children }: RowMenuProps) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          ref={trigger}
          variant="quiet"
          size="icon"
          aria-label={`Actions for ${name}`}
          title="Actions"
          data-testid={testId}
          onFocus={onFocus}
        >
          <EllipsisVertical aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>{children}</DropdownMenuContent>
    </DropdownMenu>
  );
}
