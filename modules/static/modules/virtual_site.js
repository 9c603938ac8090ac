// Stops the shape of somebody's data before it leaves the browser: the form of an invented site is not sent.
// The server decides again (modules/activities/virtual_site/real_data.py) and keeps none of it.
const SEPARATORS = /[\s._/\\|,;:()\u2010-\u2015'’+-]+/g;
const EMAIL = /\S@\S|\S\s*(?:\[at\]|\(at\)|\barobase\b)\s*\S/i;
const ABROAD = /\+\s*[1-9](?:[\s.()-]*[0-9]){7,13}/;
const JOINED = [
  /[A-Z]{2}[0-9]{2}[A-Z0-9]{11,}/,
  /(?<![0-9])[1-478][0-9]{2}(?:0[1-9]|[1-9][0-9])(?:[0-9]{2}|2[AB])[0-9]{6}(?:[0-9]{2})?(?![0-9])/,
  /(?<![0-9])(?:0[1-9][0-9]{8}|(?:00)?33[1-9][0-9]{8}|00[1-9][0-9]{7,13})(?![0-9])/,
  /(?<![0-9])[0-9]{13,19}(?![0-9])/,
];

function looksReal(typed) {
  const text = typed.normalize("NFKC");
  const joined = text.replace(SEPARATORS, "").toUpperCase();
  return EMAIL.test(text) || ABROAD.test(text) || JOINED.some((shape) => shape.test(joined));
}

for (const form of document.querySelectorAll("form[data-no-real-data]")) {
  form.addEventListener("submit", (event) => {
    const refusal = form.querySelector(".vd-refusal");
    const fields = [...form.querySelectorAll("input[type=text]")];
    const real = fields.filter((field) => looksReal(field.value));
    for (const field of fields) {
      if (real.includes(field)) field.setAttribute("aria-invalid", "true");
    }
    refusal.textContent = real.length ? refusal.dataset.words : "";
    if (real.length) {
      event.preventDefault();
      real[0].setAttribute("aria-describedby", refusal.id);
      real[0].focus();
    }
  });
}
