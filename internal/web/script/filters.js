// A tick applies at once beside the hits, not in the sheet of a narrow screen, which has a button. The page
// that answers brings the reader back to the tick, and says how many there are.
{
  const filters = $('#filters'), form = $('#search');
  form?.addEventListener('formdata', ({ formData }) => { // short addresses
    for (const [name, value] of [...formData]) if (!value && name !== 'q') formData.delete(name);
  });
  const inSheet = () => CSS.supports('selector(:popover-open)') && filters.matches(':popover-open');
  const apply = (field) => {
    keep('at', JSON.stringify([field.name, field.type === 'checkbox' ? field.value : null, Math.round(scrollY)]));
    form.requestSubmit();
  };
  filters?.addEventListener('change', ({ target }) => {
    if (target.type === 'checkbox' && !inSheet()) apply(target);
  });
  filters?.addEventListener('keydown', (event) => { // Enter in a date is a button, too
    if (event.key === 'Enter' && event.target.matches('.dates input') && !inSheet()) {
      event.preventDefault();
      apply(event.target);
    }
  });

  const at = filters && kept('at');
  if (at) {
    const [name, value, top] = JSON.parse(at);
    const field = $$('input', filters).find((x) => x.name === name && (value === null || x.value === value));
    if (field) {
      field.closest('details')?.setAttribute('open', '');
      scrollTo({ top, behavior: 'instant' });
      field.focus({ preventScroll: true });
    }
    const total = $('.total'), words = [...total?.childNodes ?? []]; // a status speaks when it changes
    total?.replaceChildren();
    setTimeout(() => total?.replaceChildren(...words), 80);
  }

  // All values of a field open in their place; without this file they have a page.
  const narrowed = (list, find) => {
    const want = fold(find.trim());
    for (const row of $$('.tick', list)) row.hidden = !fold($('input', row).value).includes(want);
  };
  filters?.addEventListener('click', async (event) => {
    const link = event.target.closest('a.all');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const set = link.closest('fieldset'), list = document.createElement('div'), find = $('.find .field', page);
      const ticked = new Map($$('.tick input', set).map((x) => [x.value, x.checked]));
      list.className = 'scroll';
      list.tabIndex = 0;
      list.setAttribute('role', 'group');
      list.setAttribute('aria-label', $('h1', page).textContent);
      list.append(...$$('.ticks .tick', page));
      for (const tick of $$('input', list)) tick.checked = ticked.get(tick.value) ?? tick.checked;
      $$('.tick', set).forEach((row) => row.remove());
      const field = $('input', find);
      field.removeAttribute('name');
      field.type = 'text';
      field.className = 'narrow';
      field.addEventListener('input', () => narrowed(list, field.value));
      link.replaceWith(find, list);
      field.focus();
    } catch {
      location.href = link.href;
    }
  });
}
