/** Default days of the states `expiring` and `unused`. */
export const INVENTORY_DAYS = { expiring: 14, unused: 90 } as const;

/** Most days of a filter. */
export const INVENTORY_DAYS_MAX = { expiring: 365, unused: 3650 } as const;
