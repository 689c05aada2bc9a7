/** The outcome of the work, or a rejection with `lateError` after `limit` ms. */
export async function withDeadline<T>(
  work: Promise<T>,
  limit: number,
  lateError: () => Error,
): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(lateError()), limit);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
