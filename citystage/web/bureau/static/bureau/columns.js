// Drag a field onto a column of the mapping table: the same as choosing it in the column's list.
const form = document.querySelector("[data-columns]");

if (form) {
  const fields = form.querySelector("[data-fields]");
  fields.classList.remove("hidden");

  const choose = (row, code) => {
    for (const select of form.querySelectorAll("[data-column] select[name^='column-']")) {
      const own = row.contains(select);
      // A field belongs to one column: taking it to another takes it from the first.
      if (own || select.value === code) {
        select.value = own ? code : "";
        select.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
  };

  fields.addEventListener("dragstart", (event) => {
    const field = event.target.closest("[data-field]");
    event.dataTransfer.setData("text/plain", field.dataset.field);
    event.dataTransfer.effectAllowed = "copy";
  });

  for (const row of form.querySelectorAll("[data-column]")) {
    row.addEventListener("dragover", (event) => {
      event.preventDefault();
      row.classList.add("outline", "outline-2", "outline-primary");
    });
    const leave = () => row.classList.remove("outline", "outline-2", "outline-primary");
    row.addEventListener("dragleave", leave);
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      leave();
      choose(row, event.dataTransfer.getData("text/plain"));
    });
  }
}
