// The article: matches without an entry of the history each, the map, vowel marks, copying.
{
  const text = $('.reading .text');

  // A step replaces the address: whoever goes back wants the hits, not the match before.
  for (const a of $$('.jump a, .step a, .words a, .map a')) a.addEventListener('click', (event) => {
    event.preventDefault();
    location.replace(a.getAttribute('href'));
  });

  // The frame in the map is what is on the screen.
  const view = $('.map .view');
  if (view) {
    const follow = () => {
      const r = text.getBoundingClientRect();
      const top = Math.min(1, Math.max(0, -r.top / r.height));
      view.setAttribute('y', top * 100 + '%');
      view.setAttribute('height', Math.max(0, Math.min(1 - top, (innerHeight - Math.max(0, r.top)) / r.height)) * 100 + '%');
    };
    addEventListener('scroll', follow, { passive: true });
    addEventListener('resize', follow);
    follow();
  }

  // Vowel marks go and come where they stand, if the server sent them.
  const vowels = $('#vowels');
  if (vowels && new URL(vowels.href).searchParams.has('marks')) {
    const written = new Map();
    let hidden = false;
    vowels.addEventListener('click', (event) => {
      event.preventDefault();
      hidden = !hidden;
      const walk = document.createTreeWalker($('article'), NodeFilter.SHOW_TEXT);
      for (let t; (t = walk.nextNode());) {
        if (t.parentElement.closest('.tools, footer')) continue;
        if (!written.has(t)) written.set(t, t.data);
        t.data = hidden ? written.get(t).replace(/[\u0610-\u061A\u064B-\u0652\u0656-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED\u08D3-\u08E1\u08E3-\u08FF]/g, '') : written.get(t);
      }
      vowels.textContent = hidden ? vowels.dataset.show : vowels.dataset.hide;
    });
  }

  for (const button of $$('[data-copy]')) if (button.tagName === 'BUTTON') button.addEventListener('click', async () => {
    const of = button.dataset.copy;
    const was = [...button.childNodes];
    try {
      await navigator.clipboard.writeText(of ? document.getElementById(of).textContent.trim() : location.href);
      button.textContent = button.dataset.done;
    } catch {
      button.textContent = button.dataset.failed;
    }
    setTimeout(() => button.replaceChildren(...was), 2000);
  });
}
