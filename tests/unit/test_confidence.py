from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.confidence import Reason, Sign, confidence


def test_the_confidence_is_the_product_of_its_reasons() -> None:
    assert confidence([Reason(Sign.IN_SENTENCE, 0.85, "建议关注"), Reason(Sign.DESCRIBED, 0.9)]) == 0.77
    assert confidence([Reason(Sign.LISTED, 0.97), Reason(Sign.FORMER_NAME, 1.0, "长芯博创")]) == 0.97


@given(st.lists(st.floats(0.1, 1.3)))
def test_what_a_program_read_is_never_certain(weights: list[float]) -> None:
    assert 0 <= confidence(Reason(Sign.CODE_AGREES, weight) for weight in weights) <= 0.99
