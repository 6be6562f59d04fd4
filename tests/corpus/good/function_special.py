class Net(nnx.Module):  # function_special.dl:1
    def __call__(self, x):
        # function_special.dl:1
        return jax.scipy.special.erf(x) + jax.scipy.special.gammaln(x) + jax.scipy.special.logit(x)
