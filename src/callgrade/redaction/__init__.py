"""Redaction: what must not be written is taken out of a conversation before anything is written.

Between hearing and measuring: ``redact`` turns a conversation into one that may be kept. Card numbers and the codes of
cards go always; e-mail addresses, telephone numbers and bank accounts where the configuration asks for it.
"""

from callgrade.redaction.loose import redact_file, redact_record, redact_text
from callgrade.redaction.redact import redact
from callgrade.redaction.words.load import load_redaction
from callgrade.redaction.words.words import RedactionWords

__all__ = ["RedactionWords", "load_redaction", "redact", "redact_file", "redact_record", "redact_text"]
