/**
 * Up to this many rows are found first and sorted afterwards. More rows are so dense in any order
 * that reading along it until a page is full is faster. As parameters of one query they fit into
 * the limit of the SQLite driver, which is 998.
 */
export const SMALL_RESULT = 500;

/** A query for the rows of a condition, in the order of the condition's index. */
type Find<Row> = (stretch: { skip: number; take: number }) => Promise<Row[]>;

/** All rows of `find`, or undefined if there are more than `SMALL_RESULT`, of which it reads one. */
export async function findIfSmall<Row>(find: Find<Row>): Promise<Row[] | undefined> {
  const [another] = await find({ skip: SMALL_RESULT, take: 1 });
  return another === undefined ? find({ skip: 0, take: SMALL_RESULT }) : undefined;
}

/**
 * The same condition in a form whose index SQLite does not use. For lists that are read along
 * their order: SQLite, which does not know how many rows match, would else sort all of them.
 */
export const hideIndex = (condition: object): object => ({ NOT: { NOT: condition } });
