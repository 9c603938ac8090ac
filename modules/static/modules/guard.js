// Says at once what the server would refuse: the shape of somebody's data in a private note or a short answer.
// The server decides (cms/private_text.py); without JavaScript nothing is lost but the haste.
const SHAPES = [
  /[^\s@]+@[^\s@]+\.[^\s@]{2,}/,
  /\bFR\d{2}(?:[ .-]?[0-9A-Z]){23}\b/i,
  /(?<!\d)[1-478](?:[ .-]?\d){4}[ .-]?(?:\d|[AaBb])(?:[ .-]?\d){7,9}(?!\d)/,
  /(?<!\d)(?:\+33|0033|0)[ .-]?[1-9](?:[ .-]?\d{2}){4}(?!\d)/,
];

for (const area of document.querySelectorAll("form[data-guard] textarea, form[data-guard] input[type=text]")) {
  area.addEventListener("input", () => {
    const found = SHAPES.some((shape) => shape.test(area.value));
    area.setAttribute("aria-invalid", String(found));
    area.closest(".field").classList.toggle("field-err", found);
  });
}
