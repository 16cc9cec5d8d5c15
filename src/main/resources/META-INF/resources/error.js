// The button of an error page that copies the error ID. Browsers have a clipboard only on HTTPS and on localhost.
const button = document.getElementById('copy');
if (navigator.clipboard) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.text);
    button.textContent = button.dataset.copied;
  });
}
