/** The days after which a service user may be due for review. */
export const REVIEW_DAYS = { min: 7, max: 365 } as const;
