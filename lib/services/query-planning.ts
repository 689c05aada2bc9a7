/**
 * Up to so many rows are found before they are put in order. More of them lie so dense in any
 * order that it is quicker to read along it until a page is full. As parameters of one query they
 * fit into what the driver of SQLite takes, which is 998.
 */
export const SMALL_RESULT = 500;

/** One query for rows of a condition, in the order of the index that the condition has. */
type Find<Row> = (stretch: { skip: number; take: number }) => Promise<Row[]>;

/** All rows that `find` reads, unless there are more than a few: of many, one alone is read. */
export async function findIfSmall<Row>(find: Find<Row>): Promise<Row[] | undefined> {
  const [another] = await find({ skip: SMALL_RESULT, take: 1 });
  return another === undefined ? find({ skip: 0, take: SMALL_RESULT }) : undefined;
}

/**
 * A condition for a list that is read along its order: the same one, said so that SQLite, which
 * does not know how many rows it lets through, cannot take its index and sort all of them.
 */
export const hideIndex = (condition: object): object => ({ NOT: { NOT: condition } });
