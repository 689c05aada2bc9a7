import { expect, test } from "vitest";
import { emailError, emailKeyOf } from "./emails.ts";

test.each([
  "r&d@example.test",
  "a!#$%&'*+/=?^_`{|}~-z@example.test",
  "root@localhost",
  "x@1and1.example",
  "x@example.123",
  "first.last+tag@sub.example.co",
  '"a b@c"@example.test',
  '"a\\"b"@example.test',
  "x@[192.0.2.7]",
  "x@[IPv6:2001:db8::1]",
  "post@bücher.example",
  "post@xn--bcher-kva.example",
  "用户@例子.广告",
  "jösé@example.test",
  `${"x".repeat(64)}@example.test`,
])("%s is an e-mail address", (address) => {
  expect(emailError(address)).toBeUndefined();
});

test.each([
  ["", "it has no @"],
  ["no address", "it has no @"],
  ["@example.test", "nothing is before the @"],
  ["x@", "nothing is after the @"],
  ["a..b@example.test", "a dot before the @ is first, last or doubled"],
  [".a@example.test", "a dot before the @ is first, last or doubled"],
  ["a b@example.test", "a blank is before the @"],
  ["a(note)@example.test", '"(" is before the @'],
  ["<a@example.test>", '"<" is before the @'],
  ["a@b@example.test", '"@" is before the @'],
  ['"a@example.test', "the quotes before the @ are not closed or hold other than ASCII"],
  ["x@example..test", "a dot of the domain is first, last or doubled"],
  ["x@example.test.", "a dot of the domain is first, last or doubled"],
  ["x@-a.example", '"-a" is no part of a domain'],
  ["x@under_score.example", '"under_score" is no part of a domain'],
  ["x@exa mple.test", '"exa mple" is no part of a domain'],
  ["x@büch er.example", "the domain has characters that no domain has"],
  ["x@bü/cher.example", "the domain has characters that no domain has"],
  ["x@[999.0.2.7]", "the brackets hold no IP address"],
  [`${"x".repeat(65)}@example.test`, "more than 64 bytes are before the @"],
  [`${"ü".repeat(33)}@example.test`, "more than 64 bytes are before the @"],
  [`x@${"y".repeat(64)}.example`, "a part of the domain has more than 63 characters"],
  [`x@${"y.".repeat(126)}example`, "it has more than 254 characters"],
  [
    "x\u202e@example.test",
    "it can't contain U+202E, which changes the direction of the text around it",
  ],
  ["x@example.test\r\n", "it can't contain the control character U+000D"],
])("%j is no e-mail address: %s", (address, error) => {
  expect(emailError(address)).toBe(error);
});

test.each([
  ["Owner@Example.TEST", "owner@example.test"],
  ["post@Bücher.example", "post@xn--bcher-kva.example"],
  ["post@BU\u0308CHER.example", "post@xn--bcher-kva.example"],
  ["post@xn--bcher-KVA.example", "post@xn--bcher-kva.example"],
  ["post@ｅｘａｍｐｌｅ.test", "post@example.test"],
  ["post@例子。广告", "post@xn--fsqu00a.xn--55qx5d".replace("xn--55qx5d", "xn--4rr70v")],
  ["jo\u0308@example.test", "jö@example.test"],
  ["x@１.２", "x@1.2"],
  ["no address", "no address"],
])("%s is compared as %s", (address, key) => {
  expect(emailKeyOf(address)).toBe(key);
});

test("a key is its own key, so that rows and answers may be compared by it again", () => {
  for (const address of ["a@Bücher.example", '"A b"@X.test', "x@[192.0.2.7]"]) {
    expect(emailKeyOf(emailKeyOf(address))).toBe(emailKeyOf(address));
  }
});
