"""Choices between two right programs, each with the measurement that decides it.

Measured on a 2-core CPU with JAX 0.10 and Flax 0.12: steps a second and seconds until the first step is done.
"""

from compiler import ir
from compiler.emit.locations import at_of
from compiler.ir.needs import needs
from compiler.python.trees import names

DEEP = 8
"""Copies from which a stack is scanned.  48 transformer layers: first step 3.0 s scanned, 13.1 s unrolled, at 0.79
times the rate; 4 layers: 3.1 s scanned, 2.8 s unrolled, at 0.79 times the rate and 1.28 times the memory."""

DEEP_CONVOLUTIONS = 24
"""The same for stacks with convolutions, which XLA's CPU back end runs up to three times slower inside a loop.
ResNet-152, whose longest stack has 35 copies: first step 10 to 14 s scanned, 38 s unrolled."""

FUSED = 50
"""Training steps in one call.  A perceptron's rate rises 1.06 times, an LSTM's 1.08, a transformer's 1.17; LeNet-5's
falls to 0.30 times, because of its convolutions."""


def convolves(module: ir.Module) -> bool:
    """Whether a convolution is among a module's layers, or those of what it uses."""
    for member in module.members:
        match member:
            case ir.Layer(word=word, inputs=inputs):
                if any(name.startswith("nnx.Conv") for name in names(word.build(at_of(word, inputs)))):
                    return True
            case ir.Part(module=part) | ir.Stack(module=part) | ir.Reference(module=part) if convolves(part):
                return True
    return False


def scans(count: int, copy: ir.Module) -> bool:
    """Whether a stack keeps its weights stacked and runs as one compiled loop, or layer by layer."""
    if any(needs(function).models for function in copy.functions):
        return False  # another model's running statistics could not leave the loop
    if any(function.method for function in copy.functions):
        return False  # the loop calls its layer, by no other method
    if not any(isinstance(member, ir.Layer | ir.Part | ir.Stack) for member in copy.members):
        return False
    return count >= (DEEP_CONVOLUTIONS if convolves(copy) else DEEP)


def fused_steps(losses: tuple[ir.Value, ...]) -> int:
    """How many training steps run in one call."""
    modules = {value.module for value in ir.walk(*losses) if isinstance(value, ir.Invoke)}
    return 1 if any(map(convolves, modules)) else FUSED
