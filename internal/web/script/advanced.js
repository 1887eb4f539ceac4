// The advanced form shows the query while it is filled in: as the server writes it, so that there is one writer.
{
  const form = $('#advanced');
  if (form) {
    $('#rewrite').hidden = true;
    let pause, asked;
    const rewrite = async () => {
      asked?.abort();
      asked = new AbortController();
      try {
        const answer = await fetch(form.getAttribute('action') + '?' + new URLSearchParams(new FormData(form)), { signal: asked.signal });
        if (!answer.ok) return; // a date that is not understood yet: the last one stays
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        $('#written').replaceChildren(...$('#written', page).childNodes);
      } catch { /* typed on meanwhile, or no server */ }
    };
    form.addEventListener('input', () => { clearTimeout(pause); pause = setTimeout(rewrite, 150); });
  }
}
