// The page works without any of this. The files of this folder are joined into one
// script, in the order of their names; each but this one is a block of its own.
'use strict';

document.documentElement.classList.add('js'); // what needs the script is shown

const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const box = $('#q'); // what is searched
const rightToLeft = document.documentElement.dir === 'rtl';

// The box runs as most letters of what is in it, as the server has it: not as the first one.
box?.addEventListener('input', () => {
  const count = (letters) => (box.value.match(letters) ?? []).length;
  const right = count(/[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]/gu), left = count(/\p{L}/gu) - right;
  box.dir = left > right ? 'ltr' : right ? 'rtl' : 'auto';
});

// What is kept within this tab; nothing where the browser forbids it.
const keep = (key, value) => {
  try { sessionStorage.setItem(key, value); } catch { /* it is a convenience */ }
};
const kept = (key) => {
  try {
    const value = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    return value;
  } catch { return null; }
};

// Letters without what differs in writing only, to compare names within the page.
const fold = (text) => text.normalize('NFKD').replace(/[\u0610-\u061A\u064B-\u065F\u0670\u0640\u0300-\u036F]/g, '')
  .replace(/[أإآٱ]/g, 'ا').replace(/ى/g, 'ي').replace(/ة/g, 'ه').toLowerCase();
