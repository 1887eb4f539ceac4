// The page works without this file. It adds two conveniences of the keyboard:
// "/" goes to the search box, and n and p step through the matches of an article.
'use strict';

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return;
  // The place of the key counts too: an Arabic keyboard has other letters there.
  if (event.key === '/' || event.code === 'Slash') {
    const box = document.getElementById('q');
    box.focus();
    box.select();
    event.preventDefault();
    return;
  }
  const step = { KeyN: 1, KeyP: -1 }[event.code];
  if (!step) return;
  const now = /^#m(\d+)$/.exec(location.hash);
  const next = now ? Number(now[1]) + step : 1;
  if (document.getElementById('m' + next)) location.hash = 'm' + next;
});
