"""Which assertions hold what a model answered against a value."""

import pytest

from tests.evidence.python.source_code import function


@pytest.mark.parametrize(
    "assertion",
    [
        "assert body['prediction'] == 'late'",
        "assert 0.0 <= body['default_probability'] <= 1.0",
        "assert body.get('risk_band') in ('low', 'high')",
        "assert body['predictions'][0] == pytest.approx(-2.5)",
        "assert round(body['score'], 2) == 0.85",
        "assert response.json() == {'prediction': 'Late'}",
        "assert body['ok'] and body['confidence'] > 0.5",
        "assert abs(body['proba'] - GOLDEN) <= EPSILON",
        "self.assertEqual(body['sentiment'], 'positive')",
        "self.assertEqual(response.json(), {'label': 1})",
    ],
)
def test_an_answer_is_expected(assertion: str) -> None:
    source = f"def test_it(self, body, response):\n    {assertion}\n"
    assert function(source, "test_it").expects == 2


@pytest.mark.parametrize(
    "assertion",
    [
        "assert 'prediction' in body",
        "assert body['prediction'] is not None",
        "assert body['prediction'] == expected",
        "assert body['status'] == 'ok'",
        "assert abs(body['latency'] - LATENCY) <= 1",
        "assert body['prediction_id'] == 7",
        "assert body['model_loaded'] == True",
        "assert response.json() == {'status': 'ok'}",
        "assert response.json() == {'prediction': prediction}",
        "assert isinstance(body['prediction'], float)",
        "assert body['prediction'] != 1",
        "self.assertIn('prediction', body)",
        "print(body['prediction'] == 'late')",
    ],
)
def test_a_field_that_is_only_there_is_not(assertion: str) -> None:
    source = f"def test_it(self, body, response):\n    {assertion}\n"
    assert function(source, "test_it").expects == 0
