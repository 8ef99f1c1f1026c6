"""The text of an HTML message."""

from html.parser import HTMLParser

_HIDDEN_TAGS = ("script", "style", "title")


def shown_text(html: str) -> str:
    """``html`` without tags, and without what a browser does not show."""
    shown = _Shown()
    shown.feed(html)
    shown.close()
    return " ".join(shown.texts)


class _Shown(HTMLParser):
    """The text of an HTML message that people see."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden = False

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        """Note where text is hidden."""
        self._hidden = tag in _HIDDEN_TAGS

    def handle_endtag(self, tag: str) -> None:
        """Note where it is shown again."""
        self._hidden = self._hidden and tag not in _HIDDEN_TAGS

    def handle_data(self, data: str) -> None:
        """Keep what is shown."""
        if not self._hidden:
            self.texts.append(data)
