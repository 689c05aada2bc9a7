/** Class of the button where rotation is due, narrow enough for a card at 320 px. */
export const ROTATE_BUTTON =
  "my-1 h-7 gap-1.5 justify-self-start px-2 text-left text-xs @max-snug:h-auto @max-snug:whitespace-normal @max-snug:py-1 @max-cards:whitespace-nowrap [&_svg]:size-3.5";

/** Class of the room of that button before it is mounted. */
export const ROTATE_ROOM = "rotate-room";
