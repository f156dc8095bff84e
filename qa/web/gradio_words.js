// What Gradio says by itself is said in the language of the page: its own words are English, or follow the browser.
const FAILURES = [
  [/^Invalid file type.* Only (.*) allowed/s, 'not_taken'],
  [/file.* (exceeds|too large)|HTTP 413/i, 'too_large'],
  [/^Connection to the server was lost/, 'lost'],  // the page is loaded again as soon as it is back
  [/^Connection/, 'unreachable'],
];
const failure = (text, said) => {
  const [pattern, word] = FAILURES.find(([each]) => each.test(text)) ?? [null, 'went_wrong'];
  return said[word].replace('{}', pattern?.exec(text)?.[1] ?? '');
};
const texts = node => [...node.childNodes].filter(each => each.nodeType === Node.TEXT_NODE && each.data.trim());
const write = (node, text) => { if (node && node.data !== text) node.data = text; };
const name = (button, text) => { if (button && button.ariaLabel !== text) button.ariaLabel = text; };

const reworded = () => {
  const said = page.words();
  if (!said.went_wrong) return;
  document.documentElement.lang = page.language() === 'zh' ? 'zh-CN' : 'en';
  name(document.querySelector('#question .submit-button'), said.ask);
  for (const or of document.querySelectorAll('[role=tabpanel] .wrap > .or')) {  // the field for files: text, or, text
    const [first, ...more] = texts(or.parentElement);
    write(first, said.drop);
    for (const each of [...more, ...texts(or)]) write(each, '\u200b');
    name(or.closest('button'), said.drop);
  }
  for (const clear of document.querySelectorAll('#own_set .icon-button-wrapper button')) { name(clear, said.take_out); clear.title = said.take_out; }
  for (const under of document.querySelectorAll('.uploading')) write(texts(under)[0], said.uploading);
  for (const told of document.querySelectorAll('.toast-message-text:not([data-said])')) {
    told.textContent = failure(told.textContent, said);
    told.dataset.said = '';
  }
  for (const title of document.querySelectorAll('.toast-title.error')) write(texts(title)[0], `${said.problem} `);
  for (const close of document.querySelectorAll('.toast-close')) name(close, said.close);
};
new MutationObserver(reworded).observe(document.body, { childList: true, subtree: true });
reworded();
