/* The pool alone: the package's index replaces the dispatcher of the process's own `fetch`. */
declare module "undici/lib/dispatcher/pool.js" {
  export { Pool as default } from "undici";
}
