// The filter builder: rows of field, comparison and value make a condition document, which goes into the page's address.
import htmx from "htmx.org";

const known = new Map(); // address of the fields → what the server said
const dialog = () => document.getElementById("listing-filter");

const NOTHING = new Set(["empty"]);
const MANY = new Set(["in", "not_in", "has", "has_not"]);
const DAYS = new Set(["within_days", "older_than_days", "next_days"]);

async function meta() {
  const url = dialog().dataset.filter;
  if (!known.has(url)) known.set(url, await (await fetch(url)).json());
  return known.get(url);
}

async function open() {
  const fields = await meta();
  const document_ = JSON.parse(dialog().dataset.document || "{}");
  const joint = document_.any ? "any" : "all";
  const parts = document_.any ?? document_.all ?? (document_.field ? [document_] : []);
  dialog().querySelector("[data-filter-joint]").value = joint;
  const rows = dialog().querySelector("[data-filter-rows]");
  rows.replaceChildren();
  kept = parts.filter((part) => !readable(fields, part));
  dialog().querySelector("[data-filter-kept]").hidden = !kept.length;
  parts.filter((part) => readable(fields, part)).forEach((part) => rows.append(row(fields, part)));
  if (!rows.children.length) rows.append(row(fields));
  dialog().showModal();
  rows.querySelector("select")?.focus();
}

let kept = []; // groups that this form cannot show

function readable(fields, part) {
  const field = fields.fields.find((one) => one.code === part.field);
  const word = Object.keys(part).find((key) => key !== "field");
  return Boolean(field) && fields.operators[field.type].some(([code]) => code === word);
}

function row(fields, part) {
  const made = dialog().querySelector("[data-filter-row]").content.firstElementChild.cloneNode(true);
  const [field, operator, remove] = ["field", "operator", "remove"].map((name) => made.querySelector(`[data-part=${name}]`));
  options(field, fields.fields.map((one) => [one.code, one.label]));
  field.value = part?.field ?? fields.fields[0].code;
  const word = part && Object.keys(part).find((key) => key !== "field");
  const describe = (chosen, value) => {
    const type = typeOf(fields, field.value);
    options(operator, fields.operators[type]);
    if (chosen) operator.value = chosen;
    values(fields, made, value);
  };
  describe(word, part?.[word]);
  field.addEventListener("change", () => describe());
  operator.addEventListener("change", () => values(fields, made));
  remove.addEventListener("click", () => made.remove());
  return made;
}

function typeOf(fields, code) {
  return fields.fields.find((one) => one.code === code).type;
}

function options(select, pairs, value) {
  select.replaceChildren(...pairs.map(([code, label]) => new Option(label, code, false, code === value)));
}

function values(fields, made, given) {
  const place = made.querySelector("[data-part=value]");
  const field = fields.fields.find((one) => one.code === made.querySelector("[data-part=field]").value);
  const word = made.querySelector("[data-part=operator]").value;
  const label = `${field.label}: ${fields.words.value}`;
  place.replaceChildren();
  if (field.type === "bool" || NOTHING.has(word)) return place.append(yesNo(fields, given ?? true, label));
  if (word === "between") {
    const [low, high] = given ?? ["", ""];
    return place.append(input(field, low, label), ` ${fields.words.and} `, input(field, high, fields.words.to));
  }
  if (DAYS.has(word)) return place.append(number(given ?? 7, label), ` ${fields.words.days}`);
  if (field.choices.length) return place.append(chooser(field, word, given, label));
  place.append(input(field, MANY.has(word) ? (given ?? []).join(", ") : (given ?? ""), label));
}

function yesNo(fields, value, label) {
  const select = control("select", "form-select", label);
  options(select, [["true", fields.words.yes], ["false", fields.words.no]], String(value));
  select.dataset.kind = "bool";
  return select;
}

function chooser(field, word, given, label) {
  const select = control("select", "form-select", label);
  select.multiple = MANY.has(word);
  const chosen = [given ?? []].flat();
  select.replaceChildren(...field.choices.map(([code, name]) => new Option(name, code, false, chosen.includes(code))));
  select.dataset.kind = select.multiple ? "many" : "one";
  if (select.multiple) select.size = Math.min(6, field.choices.length);
  return select;
}

function number(value, label) {
  const box = control("input", "form-control", label);
  Object.assign(box, { type: "number", min: 1, max: 36500, value });
  box.dataset.kind = "days";
  return box;
}

function input(field, value, label) {
  const box = control("input", "form-control", label);
  const moment = field.type === "date" || field.type === "datetime";
  Object.assign(box, { type: moment ? "date" : "text", value: moment ? String(value).slice(0, 10) : value });
  if (field.type === "number" || field.type === "money") box.inputMode = "decimal";
  box.dataset.kind = "text";
  return box;
}

function control(tag, className, label) {
  const made = document.createElement(tag);
  made.className = className;
  made.setAttribute("aria-label", label);
  return made;
}

function read(made) {
  const [field, operator] = ["field", "operator"].map((name) => made.querySelector(`[data-part=${name}]`).value);
  const controls = [...made.querySelectorAll("[data-part=value] [data-kind]")];
  const found = controls.map((one) => one.value.trim());
  const [first] = controls;
  if (first.dataset.kind === "bool") return { field, [operator]: first.value === "true" };
  if (first.dataset.kind === "days") return found[0] ? { field, [operator]: Number(found[0]) } : null;
  if (first.dataset.kind === "many") {
    const chosen = [...first.selectedOptions].map((one) => one.value);
    return chosen.length ? { field, [operator]: chosen } : null;
  }
  if (found.some((value) => !value)) return null;
  if (operator === "between") return { field, [operator]: found };
  return { field, [operator]: MANY.has(operator) ? found[0].split(",").map((one) => one.trim()).filter(Boolean) : found[0] };
}

function apply(clear = false) {
  const rows = clear ? [] : [...dialog().querySelectorAll("[data-filter-rows] > *")].map(read).filter(Boolean);
  const parts = clear ? [] : [...rows, ...kept];
  const joint = dialog().querySelector("[data-filter-joint]").value;
  const address = new URL(document.getElementById("listing").dataset.state, location.origin);
  for (const name of ["cursor", "f"]) address.searchParams.delete(name);
  if (parts.length) address.searchParams.set("f", JSON.stringify({ [joint]: parts }));
  else address.searchParams.set("v", "all");
  const url = address.pathname + address.search;
  dialog().close();
  htmx.ajax("GET", url, { target: "#listing", select: "#listing", swap: "outerHTML" }).then(() => {
    history.pushState({ htmx: true }, "", url);
    document.querySelector("[data-open-filter]")?.focus();
  });
}

export function startFilter() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-open-filter]")) open();
    if (event.target.closest("[data-filter-add]")) meta().then(addRow);
    if (event.target.closest("[data-filter-clear]")) apply(true);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-filter-form]")) return;
    event.preventDefault();
    apply();
  });
}

function addRow(fields) {
  const made = row(fields);
  dialog().querySelector("[data-filter-rows]").append(made);
  made.querySelector("select").focus();
}
