class And(nnx.Module):  # evaluate_on_all_of_untrained.dl:2
    def __call__(self, x):
        return jnp.sum(x, axis=-1) - 1.5 >= 0  # bool[]  evaluate_on_all_of_untrained.dl:2

def evaluate(model, batch):  # evaluate_on_all_of_untrained.dl:3
    x = model(batch["x"])  # bool[]
    return [(x, batch["y"])]
