import { createContext } from "react";

/** Events with a higher ID arrived while the page was open and are marked as new. */
export const NewSince = createContext(Number.POSITIVE_INFINITY);
