// The form of the fetch page. The button of an allowed origin enters a URL of this origin. A submitted form shows that it is busy.

const form = document.getElementById('fetch-form');
const urls = form.elements.url;
const button = form.querySelector('[type=submit]');
const status = form.querySelector('[role=status]');

function setBusy(busy) {
  button.setAttribute('aria-busy', busy);
  status.textContent = busy ? status.dataset.busy : '';
}

form.addEventListener('submit', event => {
  if (button.getAttribute('aria-busy') === 'true') {
    event.preventDefault();
  }
  setBusy(true);
});
form.addEventListener('input', () => setBusy(false));
// Escape stops the request. After Back, a browser can show the page in the state in which the reader left it.
addEventListener('keydown', event => event.key === 'Escape' && setBusy(false));
addEventListener('pageshow', () => setBusy(false));

document.querySelectorAll('.origins [data-url]').forEach(item => {
  const origin = document.createElement('button');
  origin.type = 'button';
  origin.textContent = item.textContent;
  origin.title = item.dataset.title;
  origin.addEventListener('click', () => {
    const entered = urls.value.trimEnd();
    urls.value = entered === '' ? item.dataset.url : `${entered}\n${item.dataset.url}`;
    setBusy(false);
    urls.focus();
  });
  item.replaceChildren(origin);
});
