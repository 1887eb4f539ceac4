// The bars are one stop of the keyboard: arrows walk, Shift and an arrow or dragging takes a stretch.
{
  const bars = $('ol.bars');
  if (bars) {
    const all = $$('a', bars);
    const items = all.map((bar) => bar.parentElement);
    const before = items.map((item) => item.classList.contains('in'));
    let from = -1; // where a stretch of the keyboard began

    const paint = (a, b) => items.forEach((item, i) => item.classList.toggle('in', i >= Math.min(a, b) && i <= Math.max(a, b)));
    const restore = () => {
      from = -1;
      items.forEach((item, i) => item.classList.toggle('in', before[i]));
    };
    const open = (a, b) => {
      const to = new URL(all[Math.min(a, b)].href);
      to.searchParams.set('to', new URL(all[Math.max(a, b)].href).searchParams.get('to'));
      location.href = to;
    };
    const stop = (i) => all.forEach((bar, j) => { bar.tabIndex = i === j ? 0 : -1; });
    stop(Math.max(0, all.findIndex((bar) => bar.dataset.peak !== undefined)));

    bars.addEventListener('keydown', (event) => {
      const i = all.indexOf(event.target);
      const step = { ArrowLeft: rightToLeft ? 1 : -1, ArrowRight: rightToLeft ? -1 : 1 }[event.key]; // as one sees them
      const to = step ? i + step : { Home: 0, End: all.length - 1 }[event.key];
      if (event.key === 'Escape') { restore(); return; }
      if (event.key === 'Enter' && from >= 0 && from !== i) {
        event.preventDefault();
        open(from, i);
        return;
      }
      if (!all[to]) return;
      event.preventDefault();
      if (event.shiftKey) {
        if (from < 0) from = i;
        paint(from, to);
      } else restore();
      stop(to);
      all[to].focus();
    });

    let down = -1, over = -1, dragged = false;
    const barAt = (x) => items.findIndex((item) => {
      const { left, right } = item.getBoundingClientRect();
      return x >= left && x < right;
    });
    bars.addEventListener('dragstart', (event) => event.preventDefault());
    bars.addEventListener('pointerdown', (event) => {
      dragged = false;
      if (event.button === 0) down = over = barAt(event.clientX);
    });
    addEventListener('pointermove', (event) => {
      const i = down < 0 ? -1 : barAt(event.clientX);
      if (i < 0 || i === over) return;
      over = i;
      dragged = true;
      paint(down, over);
    });
    addEventListener('pointerup', () => {
      if (down >= 0 && dragged && over !== down) open(down, over);
      else if (dragged) restore(); // back where it began: a click
      down = -1;
    });
    addEventListener('pointercancel', () => {
      if (down >= 0) restore();
      down = -1;
    });
    bars.addEventListener('click', (event) => { if (dragged && over !== down) event.preventDefault(); });
  }
}
