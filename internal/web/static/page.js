// The page works without this file. It adds conveniences: the box offers
// completions, "/" goes to it, and n and p step through the matches of an article.
'use strict';

const box = document.getElementById('q');
const offers = document.getElementById('offers');
let asked = null; // the request under way

const complete = async () => {
  asked?.abort();
  asked = new AbortController();
  try {
    const address = '/v1/complete?' + new URLSearchParams({ q: box.value });
    const answer = await fetch(address, { signal: asked.signal });
    if (!answer.ok) return; // busy: the next letter asks again
    const { completions } = await answer.json();
    offers.replaceChildren(...completions.map(({ text }) => {
      const option = document.createElement('option');
      option.value = text;
      return option;
    }));
  } catch {
    // Typed on meanwhile, or the server is gone: the box goes on without offers.
  }
};

if (box && offers) {
  let pause;
  box.addEventListener('input', (event) => {
    clearTimeout(pause);
    if (event.inputType === undefined || event.inputType === 'insertReplacementText') return; // an offer was taken
    pause = setTimeout(complete, 120);
  });
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return;
  // The place of the key counts too: an Arabic keyboard has other letters there.
  if (event.key === '/' || event.code === 'Slash') {
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
