// The tabs with the code of the modes. All lanes show the same language.

function selectLanguage(language) {
  document.querySelectorAll('[role=tab]').forEach(tab => {
    const selected = tab.dataset.language === language;
    tab.setAttribute('aria-selected', selected);
    tab.tabIndex = selected ? 0 : -1;
  });
  document.querySelectorAll('[role=tabpanel]').forEach(panel => panel.hidden = panel.dataset.language !== language);
}

document.querySelectorAll('[role=tablist]').forEach(list => {
  const tabs = [...list.querySelectorAll('[role=tab]')];
  list.addEventListener('click', event => event.target.dataset.language && selectLanguage(event.target.dataset.language));
  list.addEventListener('keydown', event => {
    if (['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) {
      event.preventDefault();
      const next = { Home: 0, End: tabs.length - 1 }[event.key] ?? 1 - tabs.indexOf(event.target);
      selectLanguage(tabs[next].dataset.language);
      tabs[next].focus();
    }
  });
});
selectLanguage('java');
