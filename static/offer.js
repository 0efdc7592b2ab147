// Offers the page in the language that the browser prefers, until somebody says no or chooses one.
const KEY = 'passerelle.offer';

// Where nothing can be kept, the line comes again.
function answered(answer) {
  try {
    if (answer) localStorage.setItem(KEY, answer);
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

document.addEventListener('click', ({ target }) => {
  const link = target.closest('a[hreflang]');
  if (link) {
    link.hash = location.hash;
    answered('chosen');
  }
});

const page = document.documentElement.lang;
for (const wanted of answered() ? [] : navigator.languages) {
  const code = wanted.split('-')[0].toLowerCase();
  if (code === page) break;
  const offer = document.querySelector(`template[data-offer="${CSS.escape(code)}"]`);
  if (offer) {
    offer.after(offer.content.cloneNode(true));
    const line = offer.nextElementSibling;
    line.querySelector('button').addEventListener('click', () => {
      answered('no');
      line.remove();
      document.getElementById('main').focus();
    });
    break;
  }
}
