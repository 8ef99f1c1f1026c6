"""The search for the text of encoded windows: the quick way for all, a wider one where the text looks bad.

The quick way takes the likeliest token each time. A text looks bad that loops, is longer than anybody can say in the
window's speech, of which Whisper is unsure, or that has no end of a sentence for long: the quick search at times leaves
out all punctuation, and turns and voices are separated at sentence ends.

Both ways take many windows at once. On a processor CTranslate2 gives each the text and the scores that it has alone, to
the last bit, so a text never depends on its company.
"""

import re
from collections.abc import Sequence, Set
from typing import Any

from faster_whisper.transcribe import get_compression_ratio

from callgrade.config.recognition import RecognitionSettings
from callgrade.hearing.recognition.job import WindowJob
from callgrade.hearing.recognition.whisper import MOST_TOKENS, Whisper
from callgrade.model.span import intersect, total_s

WIDE_AT_ONCE = 2
"""Windows of one wider search: eight of 20 s took a gigabyte."""

SENTENCE_ENDS = re.compile("[.?!。？！]")


class Search:
    """From encoded windows to tokens."""

    def __init__(self, whisper: Whisper, settings: RecognitionSettings) -> None:
        """Search with ``whisper`` as ``settings`` say."""
        self._whisper = whisper
        self._settings = settings

    def results(self, rows: Any, batch: Sequence[WindowJob]) -> list[Any]:
        """CTranslate2's result for each window; ``batch`` is of one language and one length of prompt."""
        results = self._found(rows, batch, beam_size=self._settings.beam_size)
        looping = {i for i, job in enumerate(batch) if self._loops(results[i], job)}
        unsure = {i for i, job in enumerate(batch) if self._unsure(results[i], job)}
        wide, ngram = self._settings.doubt.beam_size, self._settings.doubt.no_repeat_ngram
        for i, result in self._again(rows, batch, unsure - looping, beam_size=wide).items():
            if self._leaves_out(result, results[i], batch[i]):
                continue
            results[i] = result
            if self._loops(result, batch[i]):
                looping.add(i)
        unlooped = self._again(rows, batch, looping, beam_size=wide, no_repeat_ngram_size=ngram)
        return [unlooped.get(i, result) for i, result in enumerate(results)]

    def _again(self, rows: Any, batch: Sequence[WindowJob], places: Set[int], **how: int) -> dict[int, Any]:
        """The results of a wider search for some ``places`` of ``batch``.

        Few at once: what the decoder looks up of a window, 25 MB at 20 s, is held once for each path of the beam.
        """
        found: dict[int, Any] = {}
        in_order = sorted(places)
        for first in range(0, len(in_order), WIDE_AT_ONCE):
            some = in_order[first : first + WIDE_AT_ONCE]
            found |= zip(some, self._found(rows[some], [batch[i] for i in some], **how), strict=True)
        return found

    def _leaves_out(self, wide: Any, quick: Any, job: WindowJob) -> bool:
        """Whether a wider search found much less: it prefers an early end where the first words are hard to hear."""
        texts = [self._whisper.text(one.sequences_ids[0], job.language) for one in (wide, quick)]
        return len(texts[0]) < self._settings.doubt.least_length_share * len(texts[1])

    def _found(self, rows: Any, batch: Sequence[WindowJob], **how: int) -> list[Any]:
        """Results of one search. Its bound is that of the longest window, so the quick search alone is bounded.

        Its tokens do not depend on the bound, but where they end by it; a wider search weighs what it has there.
        """
        most = max(map(self._most_tokens, batch)) if how == {"beam_size": 1} else MOST_TOKENS
        return self._whisper.generate(rows, [job.prompt for job in batch], batch[0].language, most, **how)

    def _unsure(self, result: Any, job: WindowJob) -> bool:
        limits = self._settings.doubt
        sentences = SENTENCE_ENDS.split(self._whisper.text(result.sequences_ids[0], job.language))
        longest = max(len(sentence.split()) for sentence in sentences)
        return longest > limits.sentence_words or log_probability(result) < limits.log_probability

    def _most_tokens(self, job: WindowJob) -> int:
        """The most tokens that a person says in the speech of the window."""
        limits = self._settings.doubt
        speech_s = total_s(intersect(job.source.speech, job.source.pieces))
        return min(MOST_TOKENS, int(limits.tokens_per_s * speech_s + limits.tokens_more))

    def _loops(self, result: Any, job: WindowJob) -> bool:
        tokens = result.sequences_ids[0]
        text = self._whisper.text(tokens, job.language)
        repeats = get_compression_ratio(text) > self._settings.max_compression_ratio
        return bool(repeats or len(tokens) >= self._most_tokens(job))


def log_probability(result: Any) -> float:
    """Whisper's own mean over the tokens of a text and its end."""
    length = len(result.sequences_ids[0])
    return float(result.scores[0]) * length / (length + 1)
