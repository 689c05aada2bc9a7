/** A parameter or a field in the reference. */
export type FieldView = {
  /** Dotted within its body: `permissions.modules`. */
  name: string;
  type: string;
  required: boolean;
  meaning: string;
  /** "1 to 365", "at most 255 characters". */
  limits: string;
  /** A secret that is returned only once. */
  shownOnce: boolean;
};

export type ParameterView = FieldView & { place: "path" | "query" | "header" };

export type AnswerView = {
  /** "List of " before the name of an object, or the whole of it. */
  shape: string;
  /** The object with its own table, if several operations return it. */
  object: string | null;
  fields: FieldView[];
  example: string;
};

export type OperationView = {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  permission: string;
  parameters: ParameterView[];
  body: { optional: boolean; fields: FieldView[]; example: string } | null;
  answer: AnswerView;
  errors: { status: string; reason: string }[];
  curl: string;
};

/** The operations of one tag. */
export type ChapterView = { tag: string; about: string; operations: OperationView[] };

/** Objects that several operations return. */
export type ObjectView = { name: string; fields: FieldView[] };

export type ReferenceView = { chapters: ChapterView[]; objects: ObjectView[] };

/** The text that the filter searches. */
export const wordsOf = ({ id, method, path, summary }: OperationView): string =>
  `${id} ${method} ${path} ${summary}`.toLowerCase();

/** Whether one of the lines contains every word of the query. */
export function matches(lines: string, query: string): boolean {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return lines.split("\n").some((line) => wanted.every((word) => line.includes(word)));
}
