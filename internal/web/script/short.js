// Where what was asked is long, links say only what they change of it (short.go). They are written out here: so a
// click asks once, and what is copied can be read.
{
  const base = $('base');
  if (base) {
    const [, root, code] = /^(.*)\/in\/([^/]*)\/$/.exec(base.getAttribute('href'));
    const said = atob(code.replaceAll('-', '+').replaceAll('_', '/'));
    const asked = new TextDecoder().decode(Uint8Array.from(said, (c) => c.charCodeAt(0)));
    for (const link of $$('a')) {
      const [, page, changes] = /^(?!\/)([a-z1/]*)\?(.*)/.exec(link.getAttribute('href')) ?? [];
      if (changes === undefined) { // within the page without its address, as tools know such links
        if (link.hash && link.href === location.origin + location.pathname + location.search + link.hash) link.setAttribute('href', link.hash);
        continue;
      }
      const to = new URLSearchParams(asked), changed = new URLSearchParams(changes);
      for (const name of changed.keys()) to.delete(name);
      for (const [name, value] of changed) if (value) to.append(name, value);
      link.href = `${root}/${page}?${to}`;
    }
    base.remove();
  }
}
