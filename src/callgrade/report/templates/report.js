"use strict";
(() => {
  // The page of a call: a word, a turn or a finding plays the recording from its second.
  const audio = document.querySelector("audio");
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
    const turns = [...document.querySelectorAll(".turn")].map((turn) => [turn, Number(turn.querySelector("[data-t]")?.dataset.t)]);
    audio.addEventListener("timeupdate", () => {
      const begun = turns.filter(([, second]) => second <= audio.currentTime + 0.05).at(-1);
      for (const [turn] of turns) turn.classList.toggle("now", turn === begun?.[0]);
    });
    const asked = location.hash.match(/^#t=(\d+(?:\.\d+)?)$/);
    if (asked) {
      const start = () => playFrom(Number(asked[1]));
      if (audio.readyState) start(); else audio.addEventListener("loadedmetadata", start, { once: true });
    }
  } else {
    for (const button of document.querySelectorAll("button.play")) {
      button.replaceWith(button.textContent.replace("▶ ", ""));
    }
  }
})();
