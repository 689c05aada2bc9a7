/** Days that count as soon, and as long ago, where none are given. */
export const INVENTORY_DAYS = { expiring: 14, unused: 90 } as const;

/** Most days that a filter takes. */
export const INVENTORY_DAYS_MAX = { expiring: 365, unused: 3650 } as const;
