"""What Keras, PyTorch, Flax and NumPy call things, and what stands for them here.

A name of another library is a mistake that tells what was meant: its help says where that is written in this language.
"""

from collections.abc import Iterable

_OVER = "which weights learn is said by `minimize LOSS over MODEL using ...`"
_MODES = "nothing is written for it: `train` trains and `evaluate` infers"
_SHAPES = "leave it out: the shape of what a layer takes is inferred"
_BATCH = "the batch axis is never written, and `train(batch = ...)` says how many examples are in a step"
_MEASURES = "measures are written out, `accuracy(Net(x), y)`: in `train` to be watched, in `evaluate` to be reported"
_SPLITS = "a split belongs to the data: `split validation = 10%` in the body of `data`"
_PREFIX = "words need no prefix: write `dense(3)`, `relu`, `adam(1e-3)`"
_CHAIN = "layers follow one another by `->`: `model Net = dense(16) -> relu -> dense(3)`"

# Arguments: the arguments here that are meant, the first that the word has ...
_ARGUMENTS: dict[str, tuple[str, ...]] = {
    "units": ("width",),
    "filters": ("width",),
    "features": ("width",),
    "out_features": ("width",),
    "out_channels": ("width",),
    "output_dim": ("width",),
    "embedding_dim": ("width",),
    "input_dim": ("count",),
    "num_embeddings": ("count",),
    "kernel_size": ("kernel",),
    "pool_size": ("size",),
    "window_shape": ("size",),
    "strides": ("stride",),
    "use_bias": ("bias",),
    "rate": ("rate",),
    "p": ("rate",),
    "dim": ("axis",),
    "dims": ("axis",),
    "num_groups": ("groups",),
    "eps": ("epsilon",),
    "epsilon": ("eps",),
    "negative_slope": ("slope",),
    "alpha": ("slope",),
    "lr": ("learning_rate",),
    "beta_1": ("b1",),
    "beta_2": ("b2",),
    "beta1": ("b1",),
    "beta2": ("b2",),
    "rho": ("decay",),
    "label_smoothing": ("smoothing",),
    "batch_size": ("batch",),
    "num_epochs": ("epochs",),
    "patience": ("stop_early",),
    "early_stopping": ("stop_early",),
    "monitor": ("best",),
    "save_best_only": ("best",),
    "restore_best_weights": ("best",),
    "gradient_accumulation_steps": ("accumulate",),
    "accumulate_grad_batches": ("accumulate",),
    "ema_decay": ("ema",),
    "ema_momentum": ("ema",),
    "scale_factor": ("factor",),
    "mode": ("method",),
    "depth": ("classes",),
    "num_classes": ("classes",),
    "target_shape": ("shape",),
    "newshape": ("shape",),
    "stddev": ("std",),
}

# ... or, where none is, the place where it is said here.
_ELSEWHERE: dict[str, str] = {
    "activation": "an activation is a layer of its own: `dense(16) -> relu`",
    "input_shape": _SHAPES,
    "batch_input_shape": _BATCH,
    "input_dim": _SHAPES,
    "in_features": _SHAPES,
    "in_channels": _SHAPES,
    "num_features": _SHAPES,
    "normalized_shape": _SHAPES,
    "kernel_initializer": "layers start from LeCun's normal values; a `weight` written by hand has its own initializer",
    "kernel_init": "layers start from LeCun's normal values; a `weight` written by hand has its own initializer",
    "trainable": _OVER,
    "requires_grad": _OVER,
    "frozen": _OVER,
    "deterministic": _MODES,
    "training": _MODES,
    "train": _MODES,
    "use_running_average": _MODES,
    "rngs": "nothing is written for it: random numbers follow from `train(seed = ...)`",
    "key": "nothing is written for it: random numbers follow from `train(seed = ...)`",
    "inplace": "leave it out: no value is ever changed",
    "betas": "the two are arguments of their own: `b1 = 0.9, b2 = 0.999`",
    "clipnorm": "clipping is a step before the optimizer: `clip_by_global_norm(1.0) -> adam(1e-3)`",
    "clipvalue": "clipping is a step before the optimizer: `clip(1.0) -> adam(1e-3)`",
    "reduction": "leave it out: a loss is one example's, and the compiler takes the mean over the batch",
    "from_logits": "leave it out: the compiler knows whether the prediction is a logit or a probability",
    "metrics": _MEASURES,
    "validation_split": _SPLITS,
    "validation_data": _SPLITS,
    "test_size": _SPLITS,
    "shuffle": "leave it out: the examples are shuffled in every epoch",
    "loss": "the loss stands in the body: `minimize LOSS using OPTIMIZER`",
    "optimizer": "the optimizer stands in the body: `minimize LOSS using OPTIMIZER`",
    "lr": "the optimizer has the learning rate: `using adam(1e-3)`",
    "learning_rate": "the optimizer has the learning rate: `using adam(1e-3)`",
    "dtype": "the train phase has it: `train(precision = bf16, ...)`",
    "device": "leave it out: `dlc run --device` chooses the device",
    "data_format": "the last axis always holds the channels: [height, width, channels]",
}

# Words: the word here that is meant ...
_WORDS: dict[str, str] = {
    "Linear": "dense",
    "Dense": "dense",
    "Conv": "conv",
    "Conv1D": "conv",
    "Conv2D": "conv",
    "Conv3D": "conv",
    "Conv1d": "conv",
    "Conv2d": "conv",
    "Conv3d": "conv",
    "Conv2DTranspose": "conv_transpose",
    "ConvTranspose2d": "conv_transpose",
    "MaxPooling1D": "max_pool",
    "MaxPooling2D": "max_pool",
    "MaxPool2d": "max_pool",
    "max_pool2d": "max_pool",
    "AveragePooling2D": "avg_pool",
    "AvgPool2d": "avg_pool",
    "GlobalAveragePooling2D": "global_avg_pool",
    "AdaptiveAvgPool2d": "global_avg_pool",
    "BatchNormalization": "batch_norm",
    "BatchNorm1d": "batch_norm",
    "BatchNorm2d": "batch_norm",
    "LayerNormalization": "layer_norm",
    "Embedding": "embed",
    "Concatenate": "concat",
    "concatenate": "concat",
    "cat": "concat",
    "unsqueeze": "expand",
    "expand_dims": "expand",
    "view": "reshape",
    "permute": "transpose",
    "swish": "silu",
    "amax": "max",
    "clamp": "clip",
    "pow": "power",
    "detach": "stop_gradient",
    "sparse_categorical_crossentropy": "cross_entropy",
    "categorical_crossentropy": "cross_entropy",
    "CrossEntropyLoss": "cross_entropy",
    "NLLLoss": "cross_entropy",
    "BCELoss": "binary_cross_entropy",
    "BCEWithLogitsLoss": "binary_cross_entropy",
    "MSELoss": "mse",
    "L1Loss": "mae",
    "mean_squared_error": "mse",
    "mean_absolute_error": "mae",
    "StandardScaler": "standardize",
    "MinMaxScaler": "min_max",
    "read_csv": "csv",
}

# ... or how it is said.
_SAID: dict[str, str] = {
    "Sequential": _CHAIN,
    "Lambda": "write the expression itself, or name it: `block double(x: [n]) = ...`",
    "Input": "the input is the model's parameter: `model Net(x: [28, 28, 1]) { ... }`",
    "Reshape": "write `reshape([7, 7, 64])`, without the batch axis",
    "Module": "a thing with weights is a `model`",
    "nn": _PREFIX,
    "nnx": _PREFIX,
    "F": _PREFIX,
    "torch": _PREFIX,
    "tf": _PREFIX,
    "keras": _PREFIX,
    "layers": _PREFIX,
    "np": _PREFIX,
    "jnp": _PREFIX,
    "jax": _PREFIX,
    "optax": _PREFIX,
    "optim": _PREFIX,
    "super": "a model has no parent; a model may use other models",
    "range": "a `for` counts through `0..10`",
    "len": "sizes have names: `block layer(x: [n]) { ... }` may use `n`",
    "self": "a model's weights and functions go by their own names",
    "batch_size": _BATCH,
}

# What stands after a dot.
_ATTRIBUTES: dict[str, str] = {
    "parameters": _OVER,
    "trainable": _OVER,
    "weights": "a layer's own weights have no name; a `weight` written by hand has one",
    "view": "write `x -> reshape([...])`, without the batch axis",
    "size": "sizes have names: `block layer(x: [n]) { ... }` may use `n`",
    "fit": "training is a statement of its own: `train(epochs = ..., batch = ...) { minimize ... using ... }`",
    "compile": "training is a statement of its own: `train(epochs = ..., batch = ...) { minimize ... using ... }`",
    "evaluate": "assessment is a statement of its own: `evaluate { ... }`",
    "predict": "a model is called like a function: `Net(x)`",
    "forward": "a model is called like a function: `Net(x)`",
    "backward": "nothing is written for it: `minimize LOSS using OPTIMIZER` takes the gradient's step",
    "item": "leave it out",
    "detach": "write `stop_gradient(x)`",
    "train": _MODES,
    "eval": _MODES,
}


def argument(name: str, known: Iterable[str]) -> tuple[str | None, str | None]:
    """(the argument that is meant, or None; the help where it is said elsewhere, or None)."""
    known = set(known)
    meant = next((key for key in _ARGUMENTS.get(name, ()) if key in known), None)
    return meant, None if meant else _ELSEWHERE.get(name)


def word(name: str, known: Iterable[str]) -> tuple[str | None, str | None]:
    """(the word that is meant, or None; the help where it is said otherwise, or None)."""
    meant = _WORDS.get(name)
    return (meant, None) if meant is not None and meant in set(known) else (None, _SAID.get(name))


def attribute(name: str) -> str | None:
    """What to write instead of `.name`."""
    return _ATTRIBUTES.get(name)
