"""Every public name of the libraries' first-order parts is a word, or stands here with the reason why it is none."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

import jax
import optax
import optax.contrib
import optax.losses
import pytest
from flax import nnx

import compiler.vocabulary  # noqa: F401  (registers every word)
from compiler.vocabulary.base import WORDS

ALIAS, LATER = "another name of", "belongs to a later chapter:"
VALUE = "its update needs the value or the gradient of the loss again"
TOOL = "a tool for writing optimizers, not one"
FUNCTION = "takes functions, not values"
SPLIT = "takes a function of the weights; `over A using ..., B using ...` gives parts optimizers of their own"

OPTIMIZERS: Mapping[str, str] = {
    **dict.fromkeys(("lbfgs", "polyak_sgd", "scale_by_lbfgs", "scale_by_polyak"), VALUE),
    **dict.fromkeys(("scale_by_backtracking_linesearch", "scale_by_zoom_linesearch"), VALUE),
    **dict.fromkeys(("momo", "momo_adam", "reduce_on_plateau", "hutchinson_estimator_diag_hessian", "sophia"), VALUE),
    "sam": VALUE,
    "optimistic_adam": f"{ALIAS} optimistic_adam_v2, deprecated",
    "lookahead": "its weights are pairs, fast and slow",
    **dict.fromkeys(
        ("schedule_free", "schedule_free_sgd", "schedule_free_adamw", "schedule_free_eval_params"),
        "the weights in use are others than those that it trains",
    ),
    **dict.fromkeys(
        (
            *("differentially_private_aggregate", "dpsgd", "per_example_global_norm_clip"),
            *("per_example_layer_norm_clip", "microbatch"),
        ),
        "takes the gradient of each example by itself",
    ),
    "split_real_and_imaginary": "weights are real",
    **dict.fromkeys(
        ("galore", "scale_by_galore"),
        "what it keeps hangs on each matrix's shape, which no count for each weight tells",
    ),
    "scale_by_muon": "a part of muon, for weights that are all matrices",
    **dict.fromkeys(
        (
            *("scale_by_madgrad", "scale_by_adopt", "scale_by_acprop", "scale_by_cocob"),
            *("scale_by_ademamix", "scale_by_simplified_ademamix"),
        ),
        "a part of the contributed optimizer of its name",
    ),
    **dict.fromkeys(
        (
            *("masked", "partition", "multi_transform", "selective_transform", "freeze", "conditionally_mask"),
            *("conditionally_transform", "named_chain"),
        ),
        SPLIT,
    ),
    **dict.fromkeys(
        ("inject_hyperparams", "inject_stateful_hyperparams", "stateless", "stateless_with_tree_map"), FUNCTION
    ),
    **dict.fromkeys(("skip_large_updates", "skip_not_finite", "flatten"), "a wrapper of the training step"),
    **dict.fromkeys(("snapshot", "monitor", "measure_with_ema"), "keeps measurements of the weights for a program"),
    **dict.fromkeys(("with_extra_args_support", "identity", "tree_map_params", "value_and_grad_from_state"), TOOL),
    **dict.fromkeys(("apply_updates", "incremental_update", "periodic_update", "init_empty_state"), TOOL),
    **dict.fromkeys(
        ("update_moment", "update_moment_per_elem_norm", "update_infinity_moment", "bias_correction"), TOOL
    ),
    **dict.fromkeys(("global_norm", "safe_increment", "safe_int32_increment", "safe_norm"), TOOL),
    **dict.fromkeys(("safe_root_mean_squares", "matrix_inverse_pth_root", "power_iteration", "nnls"), TOOL),
    **dict.fromkeys(("multi_normal", "scale_gradient"), TOOL),
}
LOSSES: Mapping[str, str] = {
    "softmax_cross_entropy": f"{ALIAS} cross_entropy, with a distribution as its label",
    "softmax_cross_entropy_with_integer_labels": f"{ALIAS} cross_entropy, with a class as its label",
    "safe_softmax_cross_entropy": f"{ALIAS} cross_entropy",
    "sigmoid_binary_cross_entropy": f"{ALIAS} binary_cross_entropy",
    "sigmoid_focal_loss": f"{ALIAS} focal",
    "kl_divergence_with_log_targets": f"{ALIAS} kl_divergence, with a log probability as its label",
    "convex_kl_divergence": f"{ALIAS} generalized_kl_divergence, deprecated",
    "poly_loss_cross_entropy": f"{ALIAS} poly_loss",
    "multiclass_generalized_dice_loss": f"{ALIAS} generalized_dice",
    "ntxent": f"{ALIAS} nt_xent, which takes the two views apart; info_nce is the plain one",
    "smooth_labels": "cross_entropy's argument `smoothing`",
    "ctc_loss": f"{LATER} speech",
    "ctc_loss_with_forward_probs": f"{LATER} speech",
    "make_fenchel_young_loss": FUNCTION,
}
LAYERS: Mapping[str, str] = {
    "Linear": f"{ALIAS} dense",
    "RMSNorm": f"{ALIAS} rms_norm",
    "PReLU": f"{ALIAS} prelu",
    "LinearGeneral": "dense between two reshapes",
    "Einsum": "einsum with a weight of one's own",
    "SpectralNorm": "the argument `spectral_norm` of layers with a kernel",
    "WeightNorm": "its learned lengths are plain arrays in Flax 0.12, which no optimizer would train",
    "LoRA": f"{LATER} fine-tuning",
    "LoRALinear": f"{LATER} fine-tuning",
    "Bidirectional": f"{LATER} recurrent layers",
    "GRUCell": "the word `gru`",
    "LSTMCell": f"{LATER} recurrent layers",
    "OptimizedLSTMCell": f"{LATER} recurrent layers",
    "SimpleCell": f"{LATER} recurrent layers",
    "RNN": "the word `gru`",
    "RNNCellBase": f"{LATER} recurrent layers",
    "MultiHeadAttention": f"{LATER} attention",
    "RoPE": f"{LATER} attention",
    "pool": FUNCTION,
}
ACTIVATIONS: Mapping[str, str] = {
    "swish": f"{ALIAS} silu",
    "hard_swish": f"{ALIAS} hard_silu",
    "soft_sign": f"{ALIAS} softsign",
    "standardize": "layer_norm without its weights; in a data body `standardize` is a fitted feature",
    "dot_product_attention": f"{LATER} attention",
    "make_attention_mask": f"{LATER} attention",
    "make_causal_mask": f"{LATER} attention",
    "combine_masks": f"{LATER} attention",
    "scaled_matmul": "a matrix product in 8 bits",
    "scaled_dot_general": "a matrix product in 8 bits",
    "get_scaled_dot_general_config": "a matrix product in 8 bits",
}
INITIALIZERS: Mapping[str, str] = {
    "kaiming_normal": f"{ALIAS} he_normal",
    "kaiming_uniform": f"{ALIAS} he_uniform",
    "xavier_normal": f"{ALIAS} glorot_normal",
    "xavier_uniform": f"{ALIAS} glorot_uniform",
    "zeros_init": f"{ALIAS} zeros",
    "ones_init": f"{ALIAS} ones",
    "Initializer": "a type",
}
DRAWS: Mapping[str, str] = {
    "randint": f"{ALIAS} uniform_int",
    "lognormal": f"{ALIAS} log_normal",
    "t": f"{ALIAS} student_t",
    **dict.fromkeys(("PRNGKey", "key", "key_data", "key_dtype", "key_impl", "wrap_key_data", "fold_in"), "of keys"),
    **dict.fromkeys(("split", "clone", "bits"), "of keys"),
    **dict.fromkeys(
        ("chisquare", "f", "generalized_normal", "loggamma", "maxwell", "double_sided_maxwell", "multinomial"),
        "rare in learning, and a short expression of other draws",
    ),
    **dict.fromkeys(
        ("multivariate_normal", "pareto", "rayleigh", "triangular", "wald", "weibull_min", "ball"),
        "rare in learning, and a short expression of other draws",
    ),
    "orthogonal": "the initializer of that name",
    "choice": "`take` at places from uniform_int",
    "Key": "a type",
}
NEWER = {"RoPE", "Key"}
"""In the libraries that Python 3.12 and later have: Flax 0.12.12, JAX 0.12."""


def functions(module: ModuleType) -> Iterator[str]:
    return (name for name, item in vars(module).items() if not name.startswith("_") and inspect.isroutine(item))


def made(module: ModuleType) -> Iterator[str]:
    """A module's functions that are JAX's compiled ones too, such as `jax.nn.relu`."""
    return (
        name
        for name, item in vars(module).items()
        if not name.startswith("_") and callable(item) and not inspect.isclass(item) and not inspect.ismodule(item)
    )


def modules(names: Callable[[str], bool]) -> set[str]:
    return {name for name, item in vars(nnx).items() if inspect.isclass(item) and names(item.__module__)}


def snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


LAYER_MODULES = ("linear", "normalization", "stochastic", "activations", "recurrent", "attention", "lora", "helpers")


def flax_layers() -> set[str]:
    """The modules of `flax.nnx.nn`, and its pooling functions."""
    classes = modules(lambda module: module.startswith("flax.nnx.nn.") and module.split(".")[-1] in LAYER_MODULES)
    layers = {name for name in classes if issubclass(getattr(nnx, name), nnx.Module)}
    return layers | {name for name in vars(nnx) if name.endswith("_pool") or name == "pool"}


def optax_functions() -> set[str]:
    return set(functions(optax)) - optax_losses() - optax_schedules() | set(functions(optax.contrib))


def optax_losses() -> set[str]:
    return set(functions(optax.losses))


def optax_schedules() -> set[str]:
    return {name for name in functions(optax.schedules) if "inject" not in name}


def activations() -> set[str]:
    return {*made(jax.nn), *(name for name in made(nnx) if hasattr(jax.nn, name) or name.endswith(("_mask", "_masks")))}


NAMES: Mapping[str, tuple[set[str], Mapping[str, str], str]] = {
    "optimizers": (optax_functions(), OPTIMIZERS, "optimizer"),
    "schedules": (optax_schedules(), {}, "schedule"),
    "losses": (optax_losses(), LOSSES, "value"),
    "layers": (flax_layers(), LAYERS, "value"),
    "activations": (activations(), ACTIVATIONS, "value"),
    "initializers": ({*made(jax.nn.initializers), *made(nnx.initializers)}, INITIALIZERS, "initializer"),
    "draws": (set(made(jax.random)), DRAWS, "value"),
}


def forms(name: str) -> set[str]:
    return {name, snake(name), name.removesuffix("_loss")}


@pytest.mark.parametrize("part", NAMES)
def test_every_name_is_a_word_or_has_a_reason(part: str) -> None:
    theirs, reasons, namespace = NAMES[part]
    missing = {name for name in theirs if not forms(name) & WORDS[namespace].keys()} - reasons.keys()
    assert not missing


@pytest.mark.parametrize("part", NAMES)
def test_no_reason_is_stale(part: str) -> None:
    """A name in the table is still in the library, is no word, and where it is an alias, the word is there."""
    theirs, reasons, namespace = NAMES[part]
    assert reasons.keys() - NEWER <= theirs, "gone from the library"
    for name, reason in reasons.items():
        if reason.startswith(ALIAS):
            word = reason.removeprefix(ALIAS).split(",")[0].split()[0]
            assert word in WORDS[namespace], name
        else:
            known: Any = WORDS[namespace].get(name)
            assert known is None or name in ("identity", "standardize"), f"{name} is a word by now"


@pytest.mark.parametrize(
    ("part", "known"),
    [
        ("optimizers", "prodigy"),
        ("optimizers", "scale_by_rms"),
        ("schedules", "join_schedules"),
        ("losses", "dice_loss"),
        ("layers", "GroupNorm"),
        ("layers", "min_pool"),
        ("activations", "gelu"),
        ("initializers", "delta_orthogonal"),
        ("draws", "gumbel"),
    ],
)
def test_the_libraries_were_read(part: str, known: str) -> None:
    assert known in NAMES[part][0]
