"use strict";
const { isIPv4, isIPv6 } = require("node:net");
const { RE2JS } = require("re2js");
exports.formats = {
  ipv4: isIPv4,
  ipv6: isIPv6,
  byte: (text) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/.test(text),
  "date-time": (text) =>
    /^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]+)?(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})$/.test(text),
};
const compiled = new Map();
exports.re2 = (pattern) => ({
  test(text) {
    let matcher = compiled.get(pattern);
    if (!matcher) compiled.set(pattern, (matcher = RE2JS.compile(pattern)));
    return matcher.test(text);
  },
});
exports.length = (text) => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};
