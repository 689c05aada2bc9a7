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
])("accepts %s", (address) => {
  expect(emailError(address)).toBeUndefined();
});

test.each([
  ["", "the @ is missing"],
  ["no address", "the @ is missing"],
  ["@example.test", "the part before the @ is empty"],
  ["x@", "the domain is empty"],
  ["a..b@example.test", "the part before the @ has a leading, trailing or double dot"],
  [".a@example.test", "the part before the @ has a leading, trailing or double dot"],
  ["a b@example.test", "the part before the @ contains a space"],
  ["a(note)@example.test", 'the part before the @ contains "("'],
  ["<a@example.test>", 'the part before the @ contains "<"'],
  ["a@b@example.test", 'the part before the @ contains "@"'],
  ['"a@example.test', "the quoted part before the @ is unclosed or not ASCII"],
  ["x@example..test", "the domain has a leading, trailing or double dot"],
  ["x@example.test.", "the domain has a leading, trailing or double dot"],
  ["x@-a.example", '"-a" is not a valid part of a domain'],
  ["x@under_score.example", '"under_score" is not a valid part of a domain'],
  ["x@exa mple.test", '"exa mple" is not a valid part of a domain'],
  ["x@büch er.example", "the domain contains invalid characters"],
  ["x@bü/cher.example", "the domain contains invalid characters"],
  ["x@[999.0.2.7]", "the brackets do not contain an IP address"],
  [`${"x".repeat(65)}@example.test`, "the part before the @ is longer than 64 bytes"],
  [`${"ü".repeat(33)}@example.test`, "the part before the @ is longer than 64 bytes"],
  [`x@${"y".repeat(64)}.example`, "a part of the domain is longer than 63 characters"],
  [`x@${"y.".repeat(126)}example`, "it is longer than 254 characters"],
  [
    "x\u202e@example.test",
    "it can't contain U+202E, which changes the direction of the text around it",
  ],
  ["x@example.test\r\n", "it can't contain the control character U+000D"],
])("refuses %j: %s", (address, error) => {
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
])("the key of %s is %s", (address, key) => {
  expect(emailKeyOf(address)).toBe(key);
});

test("the key of a key is the same key", () => {
  for (const address of ["a@Bücher.example", '"A b"@X.test', "x@[192.0.2.7]"]) {
    expect(emailKeyOf(emailKeyOf(address))).toBe(emailKeyOf(address));
  }
});
