import { createContext } from "react";

/** Events with a higher id came in while the reader watched, and say so. */
export const NewSince = createContext(Number.POSITIVE_INFINITY);
