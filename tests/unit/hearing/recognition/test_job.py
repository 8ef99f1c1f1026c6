"""How many windows are decoded at once."""

from callgrade.hearing.recognition.job import Most


def test_long_windows_are_decoded_fewer_at_once_and_one_at_least() -> None:
    most = Most(windows=8, audio_s=80)
    assert [most.of_length(encoded_s, 1) for encoded_s in (3, 9, 15, 20, 30, 100)] == [8, 8, 5, 4, 2, 1]


def test_each_core_decodes_as_many_as_it_does_alone_up_to_the_most() -> None:
    most = Most(windows=8, audio_s=80)
    assert [most.of_length(20, workers) for workers in (1, 2, 4)] == [4, 8, 8]
