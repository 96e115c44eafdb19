"use strict";
const { RE2JS } = require("re2js");
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
