"""Read the words of redaction: ``configs/redaction/<language>.yaml``."""

from pathlib import Path

from callgrade.config.yaml_source import YamlSource, read_yaml
from callgrade.errors import ConfigError
from callgrade.redaction.items import texts
from callgrade.redaction.words.words import RedactionWords
from callgrade.redaction.words.words_file import LanguageWords


def load_redaction(folder: Path) -> RedactionWords:
    """The words of every language in ``folder``; raises ``ConfigError`` with the place of the first mistake."""
    sources = [read_yaml(path) for path in sorted(folder.glob("*.yaml"))]
    if not sources:
        raise ConfigError(f"{folder}: no words for redaction.", "Install callgrade again: they come with it.")
    return RedactionWords({source.path.stem: _language(source) for source in sources})


def _language(source: YamlSource) -> LanguageWords:
    words = source.validate(LanguageWords)
    if words.language != source.path.stem:
        remedy = "Name it as the file."
        raise source.error(("language",), f"{words.language!r} in the file of {source.path.stem!r}", remedy)
    for name in ("numbers", "homophones", "joins", "places", "times"):
        for place, word in enumerate(getattr(words, name)):
            if len(texts(word)) != 1:
                at = (name, word) if isinstance(getattr(words, name), dict) else (name, place)
                raise source.error(at, f"{word!r} is not one word", "Write single words here.")
    return words
