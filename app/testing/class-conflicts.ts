import { twMerge } from "tailwind-merge";

/** The utility classes in the document that another class of the same element contradicts. */
export function classConflicts(): string[] {
  return [...document.querySelectorAll("[class]")].flatMap(({ classList }) => {
    const kept = twMerge(classList.value).split(" ");
    return [...classList].filter((name) => !kept.includes(name)).map(() => classList.value);
  });
}
