"""The codes of languages, so that a misspelt one is noticed."""

from typing import Annotated

from pydantic import AfterValidator

from callgrade.config.language_names import CODE_OF
from callgrade.text import cleaned

_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka
kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng
nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su
sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo yue za zh zu
"""

_RECOGNISED = """
af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id is it
ja jv ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my nb ne nl nn oc pa pl ps pt ro ru sa sd si sk sl sn
so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo yue zh
"""

ISO_639_1 = frozenset(_CODES.split())
"""All of them, and ``yue``, which recognisers distinguish from ``zh``."""

RECOGNISED = frozenset(_RECOGNISED.split())
"""Those that Whisper knows; also ``haw``, which ISO 639-1 lacks."""
KNOWN = ISO_639_1 | RECOGNISED
_WRITTEN_NORWEGIAN = {"no": "nb", "nn": "nb"}


def code_of(value: object) -> str:
    """``en`` of ``en-US``, ``EN_us``, ``eng`` or ``English``, known or not.

    ``no`` and ``nn`` become ``nb``, written Norwegian.
    """
    code = cleaned(value).replace("_", "-").partition("-")[0].casefold()
    code = CODE_OF.get(code, code)
    return _WRITTEN_NORWEGIAN.get(code, code)


def _known(code: str) -> str:
    if code not in ISO_639_1:
        raise ValueError(f"{code!r} is no language of ISO 639-1")
    return code


LanguageCode = Annotated[str, AfterValidator(_known)]
"""A language in a configuration."""
