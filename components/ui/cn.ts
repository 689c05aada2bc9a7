import { type ClassValue, clsx } from "clsx";

/**
 * Joins class names. No two may conflict: defaults that callers override are rules of the layer
 * `components`, which utility classes override.
 */
export function cn(...classes: ClassValue[]): string {
  return clsx(classes);
}
