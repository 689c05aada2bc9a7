/** Days that count as soon, and as long ago, where none are given. */
export const INVENTORY_DAYS = { expiring: 14, unused: 90 } as const;
