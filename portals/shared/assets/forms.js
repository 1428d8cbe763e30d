// Validate when a field is left, never while typing; take the complaint back as soon as it is cured.
function messageOf(field) {
  return field.dataset.cure && !field.validity.valueMissing ? field.dataset.cure : field.validationMessage;
}

function complain(field) {
  const row = field.closest(".at-field");
  const place = row?.querySelector("[data-error]");
  if (!place) return;
  const wrong = !field.checkValidity();
  field.toggleAttribute("aria-invalid", wrong);
  if (wrong) field.setAttribute("aria-invalid", "true");
  place.hidden = !wrong;
  place.querySelector("[data-error-text]").textContent = wrong ? messageOf(field) : "";
}

export function startForms() {
  document.addEventListener("focusout", (event) => {
    const field = event.target;
    if (field.matches?.("input, select, textarea") && field.value !== "" && field.willValidate) complain(field);
  });
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.getAttribute?.("aria-invalid") === "true" && field.checkValidity()) complain(field);
  });
  // A typed confirmation arms the button: <input data-arms="button-id" data-phrase="acme">.
  document.addEventListener("input", (event) => {
    const { arms, phrase } = event.target.dataset ?? {};
    if (arms) document.getElementById(arms).disabled = event.target.value.trim() !== phrase;
  });
  // Two versions of a field: <button data-take="control-id" data-value="theirs"> puts the other's into it.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-take]");
    const control = button && document.getElementById(button.dataset.take);
    if (!control) return;
    control.value = button.dataset.value;
    control.focus();
    control.dispatchEvent(new Event("input", { bubbles: true }));
  });
  // A select or a check box that applies at once: <select data-submits>.
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-submits]")) event.target.form?.requestSubmit();
  });
}
