class Net(nnx.Module):  # operator_matmul_of_sequences.dl:1
    def __call__(self, q, k):
        return q @ jnp.transpose(k, (0, 2, 1)) / jnp.sqrt(8)  # [20, 20]  operator_matmul_of_sequences.dl:1
