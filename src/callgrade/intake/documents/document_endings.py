"""The endings of documents that are calls themselves; apart, so that a command that only asks for them loads little."""

DOCUMENT_ENDINGS = (".json", ".vcon", ".vtt", ".srt")
