import { captureLog } from "./log.ts";

/*
 * The log lines of expected errors stay out of the output of the tests. A test that asserts on
 * them captures them itself.
 */
captureLog();
