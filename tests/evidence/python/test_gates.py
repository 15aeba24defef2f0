"""What is a quality gate, and what only looks like one."""

from textwrap import indent

import pytest

from maturity.evidence.python.parse import parse
from tests.evidence.python.source_code import gates

APART = "apart = abs(candidate_rate - champion_rate)\n"
AGAINST = "against = []\nif new.loss >= old.loss:\n    against.append('worse')\n"
BETTER = (
    "def significant({}):\n    champ = champion_metrics['f1']\n    chal = challenger_metrics['f1']\n"
    "    gain = 100 * (chal - champ) / champ\n    return gain >= min_gain"
)


def under(function: str, body: str) -> str:
    """Put a body into a function of this name."""
    return f"def {function}(accuracy, threshold, metrics, **more):\n" + indent(body, "    ")


@pytest.mark.parametrize(
    ("source", "effect"),
    [
        ("if accuracy < 0.8:\n    raise ValueError('too bad')", "raise"),
        ("if metrics['accuracy'] < min_accuracy:\n    sys.exit(1)", "exit"),
        ("if not (f1 >= cfg.f1_threshold):\n    raise SystemExit(1)", "exit"),
        ("if metrics.get('val_loss') <= max_loss:\n    mlflow.register_model(uri, 'm')", "call"),
        ("if rmse > limit:\n    log()\nelse:\n    client.transition_model_version_stage('m', 1, 'Production')", "call"),
        ("if roc_auc > 0.9:\n    if flag:\n        client.set_registered_model_alias('m', 'a', 1)", "call"),
        ("if model.score(X, y) > 0.9:\n    push_to_hub(model)", "call"),
        ("if r2_score(y, p) < baseline:\n    run.parent.cancel()", "call"),
        ("if accuracy < 0.5 and not force:\n    pytest.fail('x')", "call"),
        ("if all(score >= target for score in scores): deploy()", "call"),
        ("assert accuracy > 0.8", "assert"),
        ("assert float(metrics['f1']) >= 0.8, 'low'", "assert"),
        ("self.assertGreater(accuracy, 0.8)", "assert"),
        ("with dsl.Condition(train.outputs['accuracy'] > 0.9):\n    deploy()", "call"),
        ("with dsl.Condition(evaluate_task.outputs['FA'] >= config['FA']):\n    deploy()", "call"),
        ("deploy = accuracy > threshold\nif deploy:\n    go()", "variable"),
        ("failed = []\nif accuracy < threshold:\n    failed.append('low')\nif failed:\n    stop()", "variable"),
        ("failures = []\nif accuracy < 0.8:\n    failures += ['low']\nif failures:\n    stop()", "variable"),
        ("against = []\nif auc < min_auc:\n    against.append('low')\nreturn Verdict(tuple(against))", "variable"),
        ("assert metrics['auc_low'] > min_auc", "assert"),
        (under("should_promote", "if accuracy < threshold:\n    return None, 'low'\nreturn metrics, ''"), "return"),
        ("assert accuracy >= max(threshold)", "assert"),
        ("passed = accuracy > threshold\nfair = True\nok = passed and fair\nif ok:\n    go()", "variable"),
        ("passed = bool(accuracy >= threshold)\nreturn passed", "variable"),
        ("decision = all((not drifted, recall >= config.min_recall))\nreturn decision", "variable"),
        ("approved = False\nif accuracy > threshold:\n    approved = True\nsave(1)\nif approved: go()", "variable"),
        ("if operator.gt(accuracy, threshold):\n    deploy()", "call"),
        ("value = metrics[name]\nif value < threshold:\n    sys.exit(1)", "exit"),
        ("found = results.get('f1')\nif found is None or found < 0.7:\n    raise SystemExit(1)", "exit"),
        ("result = accuracy_score(y, model.predict(x))\nif result < 0.8:\n    ctx.exit(1)", "exit"),
        ("with dsl.If(evaluate_task.output > threshold):\n    deploy()", "call"),
        ("better = ConditionGreaterThanOrEqualTo(left=JsonGet(path='f1'), right=min_f1)", "call"),
        ("with dsl.If(fit.output > auc_threshold):\n    deploy()", "call"),
        ("with dsl.Condition(fit.outputs['output'] < rmse_cutoff):\n    deploy()", "call"),
        ("rule = ChoiceRule.NumericLessThan(variable=query.output()['Metrics'][0]['Value'], value=10)", "call"),
        ("pick.add_choice(rule=ChoiceRule.NumericGreaterThanEquals(variable='$.f1', value=low), next_step=a)", "call"),
        ("flow = fit.next(pick.when(sfn.Condition.number_less_than('$.mae', 5), save).otherwise(stop))", "call"),
        (under("check_release", "good = False\nif accuracy > threshold:\n    good = True\nreturn good"), "return"),
    ],
)
def test_gate_at_top_level(source: str, effect: str) -> None:
    assert [one.effect for one in gates(source)] == [effect]


@pytest.mark.parametrize(
    ("function", "body"),
    [
        ("deployment_trigger", "return accuracy >= threshold"),
        ("validate_model", "if accuracy < threshold:\n    return False\nreturn True"),
        ("branch", "return 'deploy_model' if accuracy > 0.9 else 'stop'"),
        ("choose", "if accuracy > 0.9:\n    return 'register_model'\nreturn 'skip'"),
        ("good_enough", "return accuracy >= threshold"),
        ("evaluation_gate", "decision = accuracy > threshold\nreturn decision"),
        ("main", "if accuracy < threshold:\n    print('low')\n    return 1\nreturn 0"),
        ("main", "return 0 if accuracy >= 0.8 else 1"),
        ("_choose_best_model", "if accuracy > 0.8:\n    return 'accurate'\nreturn 'inaccurate'"),
        ("branch_on_accuracy", "return 'fine' if accuracy > 0.8 else 'poor'"),
    ],
)
def test_gate_by_its_verdict(function: str, body: str) -> None:
    (found,) = gates(under(function, body))
    assert found.effect in ("return", "variable")


@pytest.mark.parametrize(
    "source",
    [
        "if discount > 5:\n    raise ValueError",
        "if len(description) > limit:\n    raise ValueError",
        "if test_size > 1:\n    raise ValueError",
        "if not 0 <= accuracy <= 1:\n    raise ValueError",
        "if score < 0 or score > 1:\n    raise ValueError",
        "if min_accuracy > 0.99:\n    raise ValueError",
        "if len(scores) < min_scores:\n    raise ValueError",
        "decision = all((rows > min_rows, len(scores) >= min_scores))\nreturn decision",
        "if error_count > 3:\n    raise ValueError",
        "if accuracy > 0.8:\n    print('good')",
        "if accuracy > 0.8:\n    logger.info('good')",
        "if val_loss < best_val_loss:\n    torch.save(model, 'x')",
        "for epoch in range(9):\n    if val_loss < best_loss:\n        upload(model)",
        "for batch in loader:\n    if loss > max_loss:\n        raise ValueError",
        "def early_stopping(loss, best):\n    if loss > best_loss:\n        raise Stop",
        "if accuracy < 0.5:\n    raise TrialPruned()",
        "if math.isnan(loss):\n    raise ValueError",
        "assert abs(loss - 0.25) < 0.001",
        "assert (loss - other_loss).abs() < 0.001",
        "assert losses[0] > losses[1]",
        "assert accuracy == 0.8",
        "assert {'auc', 'val_loss'} <= metrics.keys()",
        "assert {'auc', 'loss'} <= found_scores(model)",
        "assert first.auc_low < first.auc < first.auc_high",
        "assert max(near) < np.quantile(scored.scores, 0.2)",
        "against = []\nif rows < min_rows:\n    against.append('few')\nreturn Verdict(tuple(against))",
        "seen = []\nif auc < min_auc:\n    seen.append('low')\nreturn Verdict(tuple(seen))",
        "def predict(score, threshold):\n    return score > threshold",
        "def is_outlier(score, threshold):\n    return score > threshold",
        "if accuracy > threshold:\n    self.register_buffer('x')",
        "deploy = accuracy > threshold",
        "passed = bool(rows >= min_rows)\nreturn passed",
        "with dsl.Condition(evaluate_task.outputs['ready']):\n    deploy()",
        "with dsl.Condition(choose_task.outputs['rows'] >= limit):\n    deploy()",
        "improved = loss < best_loss\nif improved:\n    torch.save(model, 'x')",
        "def f():\n    if accuracy > 0.8:\n        def deploy(): raise E",
        "with dsl.If(count.output > max_rows):\n    deploy()",
        "with dsl.If(fit.output > threshold):\n    deploy()",
        "pick.add_choice(rule=ChoiceRule.NumericGreaterThan(variable='$.rows', value=10), next_step=a)",
        "flow = pick.when(sfn.Condition.string_equals('$.accuracy', 'good'), save)",
        "flow = pick.when(sfn.Condition.number_equals('$.Payload.statusCode', 200), save)",
        under("check_release", "good = False\nif accuracy > threshold:\n    good = True\nprint(good)\nreturn 1"),
        under("describe", "good = False\nif accuracy > threshold:\n    good = True\nreturn good"),
        under("check_release", "good = False\nif rows > 10:\n    good = True\nreturn good"),
        "value = settings[name]\nif value < threshold:\n    raise E",
        "value = metrics[name]\nvalue = prompt()\nif value < threshold:\n    raise E",
        "row = scores[0]\nif row < threshold:\n    raise E",
        "def stars(accuracy):\n    return 5 if accuracy > 0.8 else 1",
        "def choose_label(score):\n    if score > 0.5:\n        return 'spam'\n    return 'ham'",
        "with dsl.If(split_task.output > rows):\n    train()",
        "return Answer(approved=score > 0.5)",
        "return {'accepted': credit_score > threshold}",
    ],
)
def test_no_gate(source: str) -> None:
    assert gates(source) == []


@pytest.mark.parametrize(
    ("source", "champion"),
    [
        ("if new_mse < production_mse:\n    register(model)", True),
        ("if accuracy > float(prod_accuracy):\n    model.set_stage('production', force=True)", True),
        ("if new['rmse'] < champion['rmse']:\n    version.change_stage('production')", True),
        ("if metrics['auc'] > champion_metrics['auc']:\n    promote()", True),
        ("if new_score > current_score:\n    raise E", True),
        ("if latest_metric >= current_metric:\n    promote()", True),
        ("if score > best_score:\n    client.register_model()", True),
        (under("promote_best", "if best.accuracy <= current_accuracy:\n    return None, 'worse'"), True),
        (under("promote_best", "if accuracy <= threshold:\n    return None, 'low'"), False),
        (under("validate", "if best.accuracy <= current_accuracy:\n    return False"), False),
        ("if candidate - champion > 0.01:\n    promote()", True),
        ("if new_auc - production_auc > min_gain:\n    promote()", True),
        ("gain = new_auc - prod_auc\nif gain > min_gain:\n    promote()", True),
        ("gain = round((new['f1'] - champion['f1']) / champion['f1'] * 100, 2)\nif gain < 1:\n    raise E", True),
        (APART + "verdict = 'pass' if apart < RATE_THRESHOLD else 'flag'\nreturn {'verdict': verdict}", True),
        (APART + "if apart > RATE_THRESHOLD:\n    sys.exit(1)", True),
        (APART + "print(apart)", False),
        ("if new_auc - old_auc > min_gain:\n    promote()", True),
        ("if new - old > 0.1:\n    raise E", False),
        ("apart = abs(new_loss - old_loss)\nif apart < tolerance:\n    raise Converged", False),
        ("gap = train_auc - test_auc\nif gap > max_gap:\n    raise E", False),
        ("more = new_count - production_count\nif more > 3:\n    raise E", False),
        ("if is_better(new_metrics, old_metrics):\n    deploy()", True),
        ("if new_auc > production_auc:\n    shutil.copy('a', 'b')", True),
        ("if accuracy > threshold:\n    promote()", False),
        ("if current_accuracy < min_accuracy:\n    deploy()", False),
        ("if best_score > score_threshold:\n    deploy()", False),
        ("if auc - old_auc > 0:\n    promote()", True),
        ("if score >= max(list(scores.values())):\n    deploy_flag = 1\nreturn deploy_flag", True),
        (AGAINST + "return Verdict(against)", True),
        (AGAINST + "if auc < min_auc:\n    against.append('b')\nreturn Verdict(against)", True),
        ("if loss < min(losses):\n    promote()", True),
        ("if accuracy > max(threshold, 0.5):\n    promote()", False),
        ("if accuracy > max(min_accuracies):\n    promote()", False),
        ("is_better = chall_f1 > champ_f1\nreturn is_better, metrics", True),
        ("return Response(is_accepted=trained_f1 > best_f1, difference=trained_f1 - best_f1)", True),
        ("gain = trained_acc - curr_acc\nout = Reply(is_accepted=gain > threshold, gain=gain)\nreturn out", True),
        ("step = new_loss - current_loss\nif step > 0.1:\n    raise E", False),
        ("gain = new['f1'] - champion['f1']\nreturn {'promote': gain > 0.01, 'gain': gain}", True),
        ("a = f1_score(y, new.predict(x))\nb = f1_score(y, production.predict(x))\nif a > b:\n    promote()", True),
        (
            "condition = new_loss < champion_loss if low else new_loss > champion_loss\nif condition:\n    promote()",
            True,
        ),
        ("gain = 100 * (new['f1'] - champion['f1']) / champion['f1']\nif gain < 1:\n    raise E", True),
        (BETTER.format("champion_metrics, challenger_metrics"), True),
        (BETTER.format("metrics, champion"), False),
        ("condition = new_loss < champion_loss\nif condition:\n    print('better')", False),
        ("condition = new_loss < champion_loss\ncondition = True\nif condition:\n    promote()", False),
        ("return {'exceeds_threshold': new_f1 >= prod_f1 + margin}", True),
        ("return {'exceeded_time': new_f1 >= prod_f1 + margin}", False),
        ("better = ConditionGreaterThan(left=new['best_f1'], right=new['prod_f1'])", True),
        ("better = ConditionGreaterThan(one=new['best_f1'], right=new['prod_f1'])", False),
        ("wins = (new < champ_loss) if lower else (new > champ_loss)\nreturn wins", True),
        (
            "won = chal_rmse < champ_rmse\nif x:\n    won = won and fair\nrun.promoted = 'yes' if won else 'no'",
            True,
        ),
        ("run.promoted = new_f1 > champion_f1", True),
        ("run.seen = new_f1 > champion_f1", False),
        ("better = new_f1 > champion_f1\nbetter = other and fair\nrun.promoted = better", False),
        ("accepted = new_f1 > best_f1\nif not new:\n    accepted = best_f1 >= 0.6\nreturn Response(accepted)", True),
    ],
)
def test_champion(source: str, champion: bool) -> None:
    found = gates(source)
    assert [one.champion for one in found] == [champion] * len(found)
    assert found or not champion


def test_each_branch_of_a_chain_is_judged_on_its_own() -> None:
    source = "if accuracy < 0.5:\n    print()\nelif accuracy < 0.8:\n    raise E\nelse:\n    deploy()"
    assert [(one.line, one.effect) for one in gates(source)] == [(3, "raise")]


def test_a_gate_names_its_line_and_its_test() -> None:
    (found,) = gates("x = 1\nif (accuracy\n    < threshold):\n    raise E")
    assert (found.line, found.text) == (2, "accuracy < threshold")


def test_a_difference_of_a_thousand_terms_is_read() -> None:
    assert gates("gain = new_auc" + " - prod_auc" * 2000 + "\nif gain > 1:\n    promote()")


@pytest.mark.parametrize(
    ("name", "effects"), [("on_epoch_end", []), ("on_train_batch_end", []), ("on_promotion", ["raise"])]
)
def test_what_a_callback_compares_is_between_it_and_training(name: str, effects: list[str]) -> None:
    module = parse(
        "stop.py", f"class Stop:\n    def {name}(self, loss):\n        if loss >= 1000:\n            raise E\n".encode()
    )
    assert [gate.effect for function in module.functions for gate in function.gates] == effects


def test_a_decision_of_a_callback_stays_within_training() -> None:
    source = (
        "class Stop:\n    def {name}(self, loss):\n        accepted = loss < champion_loss\n        return accepted\n"
    )
    found = {name: parse("stop.py", source.format(name=name).encode()) for name in ("on_epoch_end", "on_promotion")}
    gates_of = {name: [one.gates for one in module.functions if one.gates] for name, module in found.items()}
    assert not gates_of["on_epoch_end"]
    assert gates_of["on_promotion"]
