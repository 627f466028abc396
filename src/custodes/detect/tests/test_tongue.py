import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.tongue import name_language, tell_language

TEXTS = {
    "en": "Hello, could you please send me the report by Friday? Thanks so much for your help.",
    "es": "Hola, ¿podría enviarme el informe antes del viernes? Muchas gracias por todo.",
    "de": "Guten Tag, könnten Sie mir bitte den Bericht bis Freitag schicken? Vielen Dank im Voraus.",
    "fr": "Bonjour, pourriez-vous m'envoyer le rapport avant vendredi ? Merci beaucoup et bonne journée.",
    "pl": "Dzień dobry, czy może mi Pan przesłać raport do piątku? Bardzo dziękuję za pomoc.",
    "ru": "Добрый день, пришлите, пожалуйста, отчёт до пятницы, большое спасибо за помощь.",
    "zh": "请您在星期五之前把报告发给我，谢谢您的帮助。",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items())
def test_a_language_is_told(code, text):
    assert tell_language(text) == code


@pytest.mark.parametrize("text", ["", "ok", "Gracias", "1234 5678 9", "https://a.example/b?c=d x@y.example"])
def test_of_too_little_none_is_told(text):
    assert tell_language(text) is None


def test_a_language_has_a_name():
    assert name_language("es") == "Spanish"
    assert name_language("xx") == "the language with the code xx"


@given(st.text(max_size=300))
def test_any_text_may_be_asked(text):
    assert tell_language(text) is None or len(tell_language(text)) in (2, 3)
