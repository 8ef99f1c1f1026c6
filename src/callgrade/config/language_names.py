"""Other ways to write the code of a language: ISO 639-2 and 639-3, and its English name, as some recognisers do.

The languages that Whisper knows. Sources: the code tables of ISO 639-2 (Library of Congress, with both the
bibliographic and the terminological codes) and ISO 639-3 (SIL).
"""

_OTHER_FORMS = """
af afr afrikaans|am amh amharic|ar ara arb arabic|as asm assamese|az aze azj azerbaijani|ba bak bashkir
be bel belarusian|bg bul bulgarian|bn ben bengali|bo bod tib tibetan|br bre breton|bs bos bosnian|ca cat catalan
cs ces cze czech
cy cym wel welsh|da dan danish|de deu ger german|el ell gre greek|en eng english|es spa spanish castilian
et est ekk estonian|eu eus baq basque|fa fas per pes persian farsi|fi fin finnish|fo fao faroese|fr fra fre french
gl glg galician|gu guj gujarati|ha hau hausa|haw haw hawaiian|he heb hebrew|hi hin hindi|hr hrv croatian
ht hat haitian|hu hun hungarian|hy hye arm armenian|id ind indonesian|is isl ice icelandic|it ita italian
ja jpn japanese|jv jav javanese|ka kat geo georgian|kk kaz kazakh|km khm khmer|kn kan kannada|ko kor korean
la lat latin|lb ltz luxembourgish|ln lin lingala|lo lao lao|lt lit lithuanian|lv lav lvs latvian|mg mlg malagasy
mi mri mao maori|mk mkd mac macedonian|ml mal malayalam|mn mon khk mongolian|mr mar marathi|ms msa may zsm malay
mt mlt maltese|my mya bur burmese myanmar|ne nep npi nepali|nl nld dut dutch flemish|nb nob nor nno norwegian bokmål
oc oci occitan|pa pan punjabi|pl pol polish|ps pus pashto|pt por portuguese|ro ron rum romanian|ru rus russian
sa san sanskrit|sd snd sindhi|si sin sinhala|sk slk slo slovak|sl slv slovenian|sn sna shona|so som somali
sq sqi alb albanian|sr srp serbian|su sun sundanese|sv swe swedish|sw swa swh swahili|ta tam tamil|te tel telugu
tg tgk tajik|th tha thai|tk tuk turkmen|tl tgl fil tagalog filipino|tr tur turkish|tt tat tatar|uk ukr ukrainian
ur urd urdu|uz uzb uzn uzbek|vi vie vietnamese|yi yid ydd yiddish|yo yor yoruba|yue yue cantonese
zh zho chi cmn chinese mandarin
"""

_ENTRIES = [entry.split() for entry in _OTHER_FORMS.replace("\n", "|").split("|") if entry]
CODE_OF: dict[str, str] = {form: code for code, *forms in _ENTRIES for form in forms}
"""Another form → the code of ISO 639-1; Nynorsk, like ``nn``, is written Norwegian."""

UNDETERMINED = frozenset({"und", "mul", "zxx", "mis", "xx", "unknown", "auto", "multi", "none"})
"""What stands for no language or several of them (ISO 639-2, and recognisers); the words must tell."""
