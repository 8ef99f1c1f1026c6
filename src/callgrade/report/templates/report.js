"use strict";
(() => {
  // The page of a call: a word, a turn or a finding plays the recording from its second.
  const audio = document.querySelector("audio");
  const asked = location.hash.match(/^#t=(\d+(?:\.\d+)?)$/);
  const turns = [...document.querySelectorAll(".turn")].map((turn) => [turn, Number(turn.querySelector("[data-t]")?.dataset.t)]);
  const show = (second) => {
    const begun = turns.filter(([, start]) => start <= second + 0.05).at(-1)?.[0];
    for (const [turn] of turns) turn.classList.toggle("now", turn === begun);
    return begun;
  };
  const playFrom = (second) => {
    audio.currentTime = second;
    audio.play().catch(() => audio.focus()); // a browser may ask for a click first
  };
  if (audio) {
    document.body.classList.add("sounding");
    document.addEventListener("click", (event) => {
      const timed = event.target.closest("[data-t]");
      if (timed) playFrom(Number(timed.dataset.t));
    });
    document.getElementById("speed").addEventListener("change", (event) => {
      audio.playbackRate = Number(event.target.value);
    });
    audio.addEventListener("timeupdate", () => show(audio.currentTime));
    if (asked) {
      const start = () => playFrom(Number(asked[1]));
      if (audio.readyState) start(); else audio.addEventListener("loadedmetadata", start, { once: true });
    }
  } else {
    for (const button of document.querySelectorAll("button.play")) {
      button.replaceWith(button.textContent.replace("▶ ", ""));
    }
    if (asked) show(Number(asked[1]))?.scrollIntoView({ block: "center" }); // nothing to hear: the words of that second
  }

  // The first page: the list of calls, filtered. Rows come from the scripts in data/, names from the filters' options.
  const table = document.querySelector("#calls tbody");
  if (!table) return;
  const PAGE = 50;
  const words = document.getElementById("calls").dataset; // texts of this page's language
  const locale = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang; // as the rest of the page
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });
  const field = (id) => document.getElementById(id);
  const names = (id) => Object.fromEntries([...field(id).options].slice(1).map((option) => [option.value, option.text]));
  const [teams, agents, bands] = [names("team"), names("agent"), names("band")];
  const calls = window.callgradeCalls || [];
  let shown = [];

  const chosen = () => {
    const value = Object.fromEntries(
      ["team", "agent", "direction", "language", "band", "norm", "from", "to"].map((id) => [id, field(id).value]),
    );
    const is = (wanted, found) => wanted === "" || wanted === String(found);
    const fits = ([, , started, team, agent, band, direction, language, , missed]) =>
      is(value.team, team) && is(value.agent, agent) && is(value.band, band) && is(value.direction, direction) &&
      is(value.language, language) && (value.norm === "" || missed.includes(Number(value.norm))) &&
      (value.from === "" || started.slice(0, 10) >= value.from) &&
      (value.to === "" || (started !== "" && started.slice(0, 10) <= value.to));
    const found = calls.filter(fits);
    const score = (call) => call[8] ?? Infinity;
    if (field("order").value === "lowest") return found.sort((a, b) => score(a) - score(b));
    return found.sort((a, b) => (a[2] < b[2] ? 1 : a[2] > b[2] ? -1 : 0));
  };

  const cell = (row, content) => row.insertCell().append(content);
  const more = () => {
    for (const [id, name, started, team, agent, band, , , score] of shown.slice(table.rows.length, table.rows.length + PAGE)) {
      const row = table.insertRow();
      const link = document.createElement("a");
      link.href = `calls/${id}.html`;
      link.textContent = name;
      cell(row, link);
      cell(row, started && day.format(new Date(started)));
      cell(row, agents[agent] ?? "");
      cell(row, teams[team] ?? "");
      cell(row, score === null ? words.noScore : `${score} ${bands[band] ?? ""}`);
    }
    field("more").hidden = table.rows.length >= shown.length;
  };

  const filter = () => {
    shown = chosen();
    table.replaceChildren();
    field("count").textContent = words.count.replace("{shown}", shown.length).replace("{all}", calls.length);
    more();
  };
  document.querySelector(".filters").addEventListener("change", filter);
  field("more").addEventListener("click", more);
  filter();
})();
