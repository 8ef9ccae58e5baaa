"use strict";
// The code of an invitation stands behind the # of its address: put it into the form, and out of the address.
const code = document.querySelector("input[name=code]");
if (code && location.hash.length > 1) {
  code.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}
