// The box offers completions, as an ARIA combobox with a listbox of groups. The server chooses, orders
// and counts them: nothing is left out here, so that no hamza hides an offer.
if (box?.dataset.complete) {
  const most = { word: 6, title: 3 };
  const say = box.dataset;
  const list = document.createElement('div');
  list.id = list.className = 'offers';
  list.hidden = true;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', say.offers);
  const spoken = document.createElement('p');
  spoken.className = 'unseen';
  spoken.setAttribute('role', 'status');
  box.after(list);
  box.form.append(spoken);
  for (const [name, value] of Object.entries({
    role: 'combobox', 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox', 'aria-expanded': 'false', 'aria-controls': 'offers',
  })) box.setAttribute(name, value);

  let asked, pause, typed = box.value, at = -1; // at is the offer walked to; -1 is the box itself
  const offers = () => $$('[role=option]', list);

  // settle drops what is still being asked: who walks through the offers, or shuts them, means those that are
  // seen, and an answer that comes late must not lay others under the finger.
  const settle = () => {
    asked?.abort();
    clearTimeout(pause);
  };

  const shut = () => {
    settle();
    list.hidden = true;
    at = -1;
    box.setAttribute('aria-expanded', 'false');
    box.removeAttribute('aria-activedescendant');
  };

  const walk = (to) => {
    settle();
    const all = offers();
    at = to < -1 ? all.length - 1 : to >= all.length ? -1 : to; // past either end is the box, with what was typed
    all.forEach((offer, i) => offer.setAttribute('aria-selected', i === at));
    box.value = (all[at]?.dataset.href ? typed : all[at]?.dataset.text) ?? typed; // a title leaves what was typed alone
    if (at < 0) { box.removeAttribute('aria-activedescendant'); return; }
    box.setAttribute('aria-activedescendant', all[at].id);
    all[at].scrollIntoView({ block: 'nearest' });
  };

  const take = (offer) => {
    if (offer.dataset.href) { location.assign(offer.dataset.href); return; }
    box.value = typed = offer.dataset.text;
    shut();
    box.form.requestSubmit();
  };

  const make = (offer, number) => {
    const option = document.createElement('div'), text = document.createElement('bdi'), note = document.createElement('span');
    option.id = 'offer-' + number;
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', 'false');
    option.dataset.text = offer.text;
    if (offer.kind === 'title') option.className = 'title';
    if (offer.id && offer.articles === 1) { // one article is opened; several with one title are searched
      const to = new URL(say.article, location);
      to.searchParams.set('id', offer.id);
      option.dataset.href = to;
    }
    for (const { text: letters, match } of offer.spans) { // what would be added has a colour: a weight would break the stroke that joins letters
      const part = document.createElement(match ? 'span' : 'b');
      part.textContent = letters;
      text.append(part);
    }
    note.className = 'count';
    note.textContent = offer.counted;
    option.append(text, note);
    return option;
  };

  // fields offers the same words elsewhere: in titles, and as a phrase.
  const fields = (text) => {
    if (!/^[\p{L}\p{M}\p{N}\s]+$/u.test(text)) return []; // a query that says more than words says where, too
    const several = /\s/.test(text);
    const out = [{ text: 'عنوان:' + (several ? '(' + text + ')' : text), counted: say.titled }];
    if (several) out.push({ text: '"' + text + '"', counted: say.phrased });
    return out.map((offer) => ({ ...offer, kind: 'field', spans: [{ text: offer.text }] }));
  };

  const show = (text, found) => {
    let number = 0;
    list.dataset.of = text; // what they complete
    list.replaceChildren();
    for (const kind of ['word', 'title', 'field']) {
      const some = found.filter((offer) => offer.kind === kind).slice(0, most[kind] ?? 9);
      if (!some.length) continue;
      const group = document.createElement('div'), head = document.createElement('span');
      head.id = 'offers-' + kind;
      head.className = 'head';
      head.setAttribute('role', 'presentation');
      head.textContent = say[kind];
      group.setAttribute('role', 'group');
      group.setAttribute('aria-labelledby', head.id);
      group.append(head, ...some.map((offer) => make(offer, number++)));
      list.append(group);
    }
    at = -1;
    list.hidden = false;
    list.scrollTop = 0;
    box.setAttribute('aria-expanded', 'true');
    box.removeAttribute('aria-activedescendant');
    spoken.textContent = say.count.replace('%', number);
  };

  const complete = async () => {
    settle();
    asked = new AbortController();
    const text = typed, { signal } = asked;
    if (!text.trim() || text !== text.trimEnd()) { shut(); return; } // behind a space there is nothing to complete
    try {
      const answer = await fetch(say.complete + '?' + new URLSearchParams({ q: text, limit: 9, lang: document.documentElement.lang }), { signal });
      if (!answer.ok) return; // busy: the next letter asks again
      const { completions } = await answer.json();
      if (signal.aborted || document.activeElement !== box) return;
      if (completions.length) show(text, [...completions, ...fields(text.trim())]);
      else shut();
    } catch {
      // Typed on meanwhile, or the server is gone: the box goes on without offers.
    }
  };

  const soon = () => {
    typed = box.value;
    clearTimeout(pause);
    pause = setTimeout(complete, 90);
  };
  box.addEventListener('input', (event) => { if (event.isComposing) typed = box.value; else soon(); });
  box.addEventListener('compositionend', soon);
  box.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const down = event.key === 'ArrowDown', up = event.key === 'ArrowUp';
    if (down || up) {
      event.preventDefault();
      if (list.hidden) complete();
      else if (up && event.altKey) shut();
      else walk(at + (down ? 1 : -1));
    } else if (event.key === 'Escape' && !list.hidden) { // once more, and the browser clears the box
      event.preventDefault();
      box.value = typed;
      shut();
    } else if (event.key === 'Enter' && at >= 0 && !list.hidden) {
      event.preventDefault();
      take(offers()[at]);
    }
  });
  box.addEventListener('blur', shut);
  box.form.addEventListener('submit', shut);
  list.addEventListener('pointerdown', (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener('click', (event) => {
    const offer = event.target.closest('[role=option]');
    if (offer) take(offer);
  });
}
