class Net(nnx.Module):  # dimension_of_hyper.dl:2
    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)  # dimension_of_hyper.dl:2

    def __call__(self, x):
        return self.dense1(x)  # [16]  dimension_of_hyper.dl:2
