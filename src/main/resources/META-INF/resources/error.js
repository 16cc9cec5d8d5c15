// The button of an error page that copies the error ID. Browsers allow access to the clipboard only with HTTPS or on localhost.
const button = document.getElementById('copy');
if (navigator.clipboard) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.text);
      button.textContent = button.dataset.copied;
    } catch {
      // The browser or the reader does not permit it. The ID stays on the page to be copied by hand.
      button.hidden = true;
    }
  });
}
