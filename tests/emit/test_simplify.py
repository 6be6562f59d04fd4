"""Passes over the typed IR: each keeps what an experiment means."""

import jax.numpy as jnp
import numpy as np
from emitted import experiment, fields_of, loaded, loss_of, started
from flax import nnx

from compiler import ir
from compiler.simplify import simplify
from compiler.simplify.losses import stabilise_losses
from compiler.simplify.sharing import share_values

TEXT = """
data iris = sklearn("iris") { x: [4] = features
  kind: class[3] = target
  setosa: class[2] = target == "setosa" }
model Net(x: [4]) -> [3] { x -> dense(3) -> softmax }
model Odds(x: [4]) -> [] { sigmoid(x -> dense(1) -> squeeze) }
train(epochs = 1, batch = 6) {
  minimize cross_entropy(Net(x), kind) + binary_cross_entropy(Odds(x), setosa) using sgd(0.1)
}
evaluate { classification(Net(x), kind)
  cross_entropy(x -> Net, kind)
  classification(Odds(x), setosa) }
"""


def invoked(spec: ir.Experiment) -> list[str]:
    return [v.function.name for v in ir.walk(spec.phases[0].objectives[0].loss) if isinstance(v, ir.Invoke)]


def test_losses_of_probabilities_take_logits() -> None:
    spec = stabilise_losses(experiment(TEXT))
    assert invoked(spec) == ["logits", "logits"]
    assert [f.name for f in spec.models[0].functions] == ["logits", "__call__"]
    objective = spec.phases[0].objectives[0]
    trained = {weights.model for weights in objective.weights}
    assert trained <= set(spec.models), "what is trained are the models of the experiment"


def test_stable_losses_stay_finite() -> None:
    """A label whose probability is rounded to 0 still has a gradient: the loss is as large as the logits say."""
    program = loaded(TEXT)
    graph, weights, statistics = started(program)
    models = nnx.merge(graph, weights, statistics)
    models.Net.dense1.kernel[...] = jnp.full((4, 3), 0.0).at[:, 0].set(300.0)
    fields = {**fields_of(program, program.experiment.phases[0]), "kind": np.full(6, 2, np.int32)}
    loss = loss_of(program)(models, fields)
    least = 300 * fields["x"].sum(axis=1).mean()
    assert np.isfinite(loss)
    assert loss >= least


def test_a_softmax_over_another_axis_stays() -> None:
    text = TEXT.replace("x -> dense(3) -> softmax", "x -> dense(3) -> softmax(axis = 0)")
    assert invoked(stabilise_losses(experiment(text))) == ["__call__", "logits"]


def test_equal_values_are_shared() -> None:
    spec = share_values(experiment(TEXT))
    items = spec.evaluations[0].items
    loss = items[1].inputs[0]
    assert isinstance(loss, ir.Apply)
    assert items[0].inputs[0] is loss.inputs[0]
    assert items[0].inputs[1] is loss.inputs[1]


def test_random_draws_stay_apart() -> None:
    text = """
data iris = sklearn("iris") { x: [4] = features }
model Net(x: [4]) -> [4] { x -> dropout(0.5) -> dense(4) }
train(epochs = 1, batch = 6) { minimize mse(Net(x), Net(x) + normal([4]) - normal([4])) using sgd(0.1) }
evaluate { mse(Net(x), x)
  mae(Net(x), x) }
"""
    spec = simplify(experiment(text))
    loss = list(ir.walk(spec.phases[0].objectives[0].loss))
    assert sum(isinstance(value, ir.Invoke) for value in loss) == 2
    assert sum(isinstance(value, ir.Apply) and value.word.random for value in loss) == 2
    judged = [value for item in spec.evaluations[0].items for value in item.inputs]
    assert sum(isinstance(value, ir.Invoke) for value in ir.walk(*judged)) == 1, "without dropout one run is enough"


def test_what_does_not_change_stays_the_same_object() -> None:
    spec = experiment(
        TEXT.replace(" -> softmax", "").replace("sigmoid(x -> dense(1) -> squeeze)", "x -> dense(1) -> squeeze")
    )
    assert stabilise_losses(spec).models == spec.models
