class Code(nnx.Module):  # model_with_functions_calling_one_another.dl:1
    def __init__(self):
        self.w = nnx.Param(jnp.full((4,), 0.5))  # model_with_functions_calling_one_another.dl:2

    def once(self, x):  # model_with_functions_calling_one_another.dl:3
        return x * self.w  # model_with_functions_calling_one_another.dl:3

    def twice(self, x):  # model_with_functions_calling_one_another.dl:4
        x = self.once(x)  # model_with_functions_calling_one_another.dl:4
        return self.once(x)

    def thrice(self, x):  # model_with_functions_calling_one_another.dl:5
        y = self.twice(x)  # model_with_functions_calling_one_another.dl:6
        return self.once(y)  # model_with_functions_calling_one_another.dl:7
