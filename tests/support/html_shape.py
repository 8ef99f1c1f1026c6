"""What a page is made of: its tags with their attributes, and the addresses in it. Texts are left out."""

from html.parser import HTMLParser

ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset")


class Shape(HTMLParser):
    """The parts of a page in their order, and its visible text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[tuple[str, ...]] = []
        self.addresses: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append((tag, *(name for name, _ in attrs)))
        self.addresses += [(name, value or "") for name, value in attrs if name in ADDRESSES]
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        self.parts.append((f"/{tag}",))

    def handle_comment(self, data: str) -> None:
        self.parts.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.parts.append(("declaration", decl))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(" ".join(data.split()))

    @property
    def text(self) -> str:
        return " ".join(self.texts)
