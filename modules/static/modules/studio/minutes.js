// The total of the module follows the minutes being typed; the server computes it again when the page is saved.
const meter = document.querySelector("[data-fa-minutes]");
const field = document.querySelector("#id_planned_minutes");

function follow() {
  const typed = Number.parseInt(field.value, 10) || 0;
  const total = Number(meter.dataset.others) + typed;
  meter.querySelector("[data-fa-total]").textContent = total;
  meter.querySelector("meter").value = total;
}

if (meter && field) field.addEventListener("input", follow);
