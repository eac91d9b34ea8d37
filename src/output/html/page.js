(function () {
  "use strict";
  // a cell's first number; NaN for none
  function number(cell) { return parseFloat(cell.textContent.replace(/,/g, "").replace("\u2212", "-")); }
  function text(cell) { return cell.textContent.trim(); }
  function make(tag, properties, parent) {
    var element = Object.assign(document.createElement(tag), properties);
    parent.appendChild(element);
    return element;
  }

  document.querySelectorAll(".tool").forEach(function (tool) {
    var table = tool.querySelector("table"), body = table.tBodies[0];
    var rows = Array.from(body.rows), heads = Array.from(table.tHead.rows[0].cells);
    var words = rows.map(function (row) { return row.textContent.toLowerCase(); });
    var bar = document.createElement("div");
    bar.className = "controls";
    tool.insertBefore(bar, tool.firstChild);

    // sorting: a press on a column's name, once more the other way round
    var by = -1, down = false;
    heads.forEach(function (head, column) {
      var name = head.textContent, numbers = head.classList.contains("n");
      head.textContent = "";
      var button = make("button", { type: "button", textContent: name, title: "Sort by " + name }, head);
      button.addEventListener("click", function () {
        down = by === column ? !down : numbers;
        by = column;
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var keys = new Map(rows.map(function (row) {
          return [row, numbers ? number(row.cells[column]) : text(row.cells[column])];
        }));
        var sorted = rows.slice().sort(function (a, b) {
          var x = keys.get(a), y = keys.get(b);
          if (numbers) {
            if (isNaN(x) || isNaN(y)) { return isNaN(x) - isNaN(y); }
            return down ? y - x : x - y;
          }
          return down ? y.localeCompare(x) : x.localeCompare(y);
        });
        sorted.forEach(function (row) { body.appendChild(row); });
      });
    });

    // searching: one value of some columns, and words anywhere
    var choices = [];
    heads.forEach(function (head, column) {
      if (!head.hasAttribute("data-choice")) { return; }
      var values = Array.from(new Set(rows.map(function (row) { return text(row.cells[column]); }))).sort();
      if (values.length < 2) { return; }
      var label = make("label", { textContent: head.textContent + " " }, bar);
      var select = make("select", {}, label);
      make("option", { value: "", textContent: "any" }, select);
      values.forEach(function (value, at) {
        make("option", { value: String(at), textContent: value || "(empty)" }, select);
      });
      select.addEventListener("change", show);
      choices.push({ column: column, select: select, values: values });
    });
    var label = make("label", { textContent: "Search " }, bar);
    var input = make("input", { type: "search", placeholder: "words in any column" }, label);
    input.addEventListener("input", show);
    var told = make("output", {}, bar);

    function show() {
      var asked = input.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
      rows.forEach(function (row, at) {
        var fits = asked.every(function (word) { return words[at].indexOf(word) >= 0; }) &&
          choices.every(function (choice) {
            return choice.select.value === "" || text(row.cells[choice.column]) === choice.values[+choice.select.value];
          });
        row.hidden = !fits;
        shown += fits;
      });
      told.textContent = shown + " of " + rows.length + " shown";
    }
    show();
  });
}());
