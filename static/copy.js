/* Copy buttons: `data-copy` holds the id of what is copied. Without this module the text can be selected whole; with it
   a button comes, which says aloud and in writing what it did. */
for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  const status = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    status.textContent = "";
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      status.textContent = button.dataset.copied;
    } catch {
      /* A browser without a clipboard, or one that asks and was refused: the text is selected, to be copied by hand. */
      getSelection().selectAllChildren(source);
      status.textContent = button.dataset.selected;
    }
  });
}
