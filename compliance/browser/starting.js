"use strict";
// What a page says where one of its programs cannot start: the browser is old, or data are damaged.
// It is written in words that old browsers know, and stands before all other programs.

var started = false;
window.addEventListener("error", function () {
  if (!started) document.getElementById("failed").removeAttribute("hidden");
});
