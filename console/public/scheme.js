// Before the first paint: the colours that were chosen here last, so that a dark page does not flash white.
(() => {
  const chosen = localStorage.getItem('mui-mode');
  const dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-scheme', dark ? 'dark' : 'light');
})();
