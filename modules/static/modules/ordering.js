// Lines to put in order: two buttons a line, or drag. Without JavaScript the same form asks for the place of each line.
for (const list of document.querySelectorAll("[data-ordering]")) {
  const status = list.parentElement.querySelector("[data-ordering-status]");
  const lines = () => [...list.children];
  const number = () => lines().forEach((line, index) => { line.querySelector("select").value = String(index + 1); });
  const say = (line) => {
    const text = line.querySelector("label").textContent;
    status.textContent = `${text}, ${list.dataset.place} ${lines().indexOf(line) + 1} / ${lines().length}`;
  };
  const move = (line, button, step) => {
    const other = step < 0 ? line.previousElementSibling : line.nextElementSibling;
    if (other) (step < 0 ? other.before(line) : other.after(line));
    number();
    button.focus();
    say(line);
  };
  const add = (line, words, sign, step) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-2";
    button.textContent = sign;
    button.setAttribute("aria-label", `${words} : ${line.querySelector("label").textContent}`);
    button.addEventListener("click", () => move(line, button, step));
    line.querySelector(".moves").append(button);
  };
  const place = (line) => Number(line.querySelector("select").value) || 99;
  list.append(...lines().sort((one, other) => place(one) - place(other)));
  for (const line of lines()) {
    line.querySelector("select").hidden = true;
    const moves = document.createElement("span");
    moves.className = "moves";
    line.append(moves);
    add(line, list.dataset.up, "↑", -1);
    add(line, list.dataset.down, "↓", 1);
    line.draggable = true;
    line.addEventListener("dragstart", () => line.classList.add("is-dragged"));
    line.addEventListener("dragend", () => { line.classList.remove("is-dragged"); number(); say(line); });
    line.addEventListener("dragover", (event) => {
      event.preventDefault();
      const dragged = list.querySelector(".is-dragged");
      if (!dragged || dragged === line) return;
      const half = line.getBoundingClientRect();
      (event.clientY < half.top + half.height / 2) ? line.before(dragged) : line.after(dragged);
    });
  }
  list.classList.add("is-live");
  number();
}
