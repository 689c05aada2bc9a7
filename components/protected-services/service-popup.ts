/** The size of the popup of a protected service. */
export const SERVICE_POPUP = "max-w-xl";
