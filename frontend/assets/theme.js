// Before the first paint, so that nothing flashes: the theme and the language of the last visit.
// The same keys as in src/state/theme.rs and src/i18n.rs.
(function () {
  var root = document.documentElement;
  var get = function (key) {
    try {
      return localStorage.getItem(key);
    } catch (_) {
      return null;
    }
  };
  var theme = get("dsms.theme");
  var dark = theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = dark ? "dark" : "light";
  root.dataset.density = get("dsms.density") === "compact" ? "compact" : "roomy";
  root.lang = get("dsms.lang") === "en" ? "en" : "zh-CN";
})();
