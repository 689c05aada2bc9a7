import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseAst } from "vitest/node";
import { repositoryRoot } from "#lib/config/repository-root.ts";

/*
 * A browser that translates a page puts elements of its own in the place of every text. React then
 * no longer finds a bare text that it removes, or before which it puts something, and the page
 * crashes. So a text is alone in its element wherever something beside it comes and goes.
 */

/** As the parser gives it: a node of the syntax tree. */
// biome-ignore lint/suspicious/noExplicitAny: each kind of node has fields of its own
type Node = any;

/** Components whose element stays as long as they do. */
const STEADY =
  /lucide-react|next\/link|\/(?:text-link|time|code|inline-code|key|switch|token-cells)\.tsx$/;
/** Components that put something that comes and goes beside their children. */
const BESIDE_CHILDREN = ["DropdownMenuItem"];
/** Expressions that hold elements, never a bare text. */
const ELEMENTS =
  /^(?:box|guide|action|replace|more\?\.menu|shown\.more\?\.\(take\)|children\(\{)|^(?:due|!due) && replace$/;
/** Files whose `children` are elements, never a bare text. */
const ELEMENT_CHILDREN =
  /(?:dialog-box|table|commands|tooltip-box|radio-cards|link-password-form|live-events|shell|section|layout)\.tsx$/;

type Look = {
  text: boolean;
  /** Whether it comes and goes while what is around it stays. */
  moves: boolean;
};

function* nodesIn(node: Node): Generator<Node> {
  if (Array.isArray(node)) for (const each of node) yield* nodesIn(each);
  else if (node !== null && typeof node === "object") {
    if (typeof node.type === "string") yield node;
    for (const value of Object.values(node)) yield* nodesIn(value);
  }
}

const isLineBreak = (child: Node) =>
  child.type === "JSXText" && /^\s*$/.test(child.value) && /\n|^$/.test(child.value);
const isEmpty = (child: Node) =>
  child.type === "JSXExpressionContainer" && child.expression.type === "JSXEmptyExpression";

const childrenOf = (element: Node): Node[] =>
  element.children
    .filter((child: Node) => !isLineBreak(child) && !isEmpty(child))
    .flatMap((child: Node) => (child.type === "JSXFragment" ? childrenOf(child) : [child]));

const nameOf = ({ openingElement }: Node): string =>
  openingElement?.name.name ?? openingElement?.name.property?.name ?? "";

function branchesOf(expression: Node): Node[] {
  if (expression.type === "LogicalExpression") {
    const left = expression.operator === "&&" ? [null] : branchesOf(expression.left);
    return [...left, ...branchesOf(expression.right)];
  }
  if (expression.type === "ConditionalExpression") {
    return [...branchesOf(expression.consequent), ...branchesOf(expression.alternate)];
  }
  return [expression];
}

function wrongTexts(path: string, source: string): string[] {
  const program: Node = parseAst(source, { lang: "tsx" });
  const steady = program.body
    .filter(
      ({ type, source: from }: Node) => type === "ImportDeclaration" && STEADY.test(from.value),
    )
    .flatMap(({ specifiers }: Node) => specifiers.map(({ local }: Node) => local.name));
  const textOf = ({ start, end }: Node) => source.slice(start, end);

  const branchLook = (branch: Node): "none" | "text" | "element" => {
    const isNothing =
      branch === null ||
      (branch.type === "Literal" && branch.value === null) ||
      (branch.type === "Identifier" && branch.name === "undefined");
    if (isNothing) return "none";
    if (branch.type === "JSXFragment") {
      return childrenOf(branch).some((child) => lookOf(child).text) ? "text" : "element";
    }
    const isList = branch.callee?.property?.name === "map";
    return branch.type === "JSXElement" || isList ? "element" : "text";
  };
  const lookOf = (child: Node): Look => {
    if (child.type === "JSXText") return { text: true, moves: false };
    if (child.type === "JSXElement") {
      const name = nameOf(child);
      return { text: false, moves: /^[A-Z]/.test(name) && !steady.includes(name) };
    }
    const { expression } = child;
    const written = textOf(expression);
    const holdsElements =
      ELEMENTS.test(written) || (written === "children" && ELEMENT_CHILDREN.test(path));
    const looks = branchesOf(expression).map(branchLook);
    return {
      text: !holdsElements && looks.includes("text"),
      moves: looks.includes("element") || (looks.length > 1 && new Set(looks).size > 1),
    };
  };

  return [...nodesIn(program)]
    .filter(({ type }) => type === "JSXElement" || type === "JSXFragment")
    .filter((element) => {
      const beside = BESIDE_CHILDREN.includes(nameOf(element)) ? [ELEMENT] : [];
      return isWrong([...beside, ...childrenOf(element).map(lookOf)]);
    })
    .map(({ start }) => `${path}:${source.slice(0, start).split("\n").length}`);
}

const ELEMENT: Look = { text: false, moves: false };

/** Whether a bare text comes and goes beside others, or is what something is put before. */
function isWrong(looks: readonly Look[]): boolean {
  let comesBefore = false;
  for (const { text, moves } of looks) {
    if (text && looks.length > 1 && (moves || comesBefore)) return true;
    comesBefore = moves || (comesBefore && text);
  }
  return false;
}

const NOTE = "{note && `, $" + "{note}`}";

test.each([
  ["<p>{busy && <Spinner />}Save</p>", 1],
  ["<p>{busy && <Spinner />}<span>Save</span></p>", 0],
  [`<p><b />${NOTE}</p>`, 1],
  [`<p>${NOTE}</p>`, 0],
  ["<p>Save{busy && <Spinner />}</p>", 0],
  ["<p>{one ? 'A' : 'Some'} more</p>", 0],
  ["<p><Icon />{label}</p>", 1],
  ["<DropdownMenuItem>{at ? <Time /> : 'Never'}</DropdownMenuItem>", 1],
  ["<TableCell>{at ? <Time /> : 'Never'}</TableCell>", 0],
])("%s has %i bare text nodes beside conditional elements", (jsx, count) => {
  expect(wrongTexts("example.tsx", `const page = ${jsx};`)).toHaveLength(count);
});

test("no bare text is beside conditional elements, which would break translated pages", () => {
  const root = repositoryRoot();
  const wrong = ["app", "components"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".tsx"))
      .flatMap((name) =>
        wrongTexts(join(folder, name), readFileSync(join(root, folder, name), "utf8")),
      ),
  );
  expect(wrong).toEqual([]);
});

test("all code is shown by one component that browsers do not translate", () => {
  const root = repositoryRoot();
  const elsewhere = ["app", "components"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".tsx") && name !== join("ui", "code.tsx"))
      .filter((name) =>
        /<(?:code|pre|kbd)\b(?![^>]*translate="no")/.test(
          readFileSync(join(root, folder, name), "utf8"),
        ),
      ),
  );
  expect(elsewhere).toEqual([]);
});
