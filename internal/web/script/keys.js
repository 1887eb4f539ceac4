// "/" goes to the box, and n and p step through the matches of an article. Who speaks to the
// machine, or hits keys by chance, can turn them off (WCAG 2.1.4); this browser remembers it.
{
  const setting = 'fihris.keys';
  const stored = (value) => {
    try {
      return value === undefined ? localStorage.getItem(setting) : localStorage.setItem(setting, value);
    } catch {
      return null; // the browser forbids it
    }
  };
  let on = stored() !== 'off';

  const button = $('#keys');
  if (button) {
    const tell = () => button.setAttribute('aria-pressed', on);
    button.addEventListener('click', () => {
      on = !on;
      stored(on ? 'on' : 'off');
      tell();
    });
    tell();
  }

  document.addEventListener('keydown', (event) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return;
    // The place of the key counts too: an Arabic keyboard has other letters there.
    if (event.key === '/' || event.code === 'Slash') {
      box?.focus();
      box?.select();
      event.preventDefault();
      return;
    }
    const step = { KeyN: 1, KeyP: -1 }[event.code];
    if (!step) return;
    const now = /^#m(\d+)$/.exec(location.hash);
    const next = now ? Number(now[1]) + step : 1;
    if (document.getElementById('m' + next)) location.replace('#m' + next);
  });
}
