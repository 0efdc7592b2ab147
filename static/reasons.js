// Put the text of a chosen rule into the reason, unless somebody wrote one. Without this the server does it.

for (const select of document.querySelectorAll("select[data-fills]")) {
  const reason = select.form.elements[select.dataset.fills];
  let filled = "";
  select.addEventListener("change", () => {
    const text = select.selectedOptions[0].dataset.text ?? "";
    if (reason.value === "" || reason.value === filled) reason.value = filled = text;
  });
}
