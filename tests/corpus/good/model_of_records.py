class Net(nnx.Module):  # model_of_records.dl:1
    def __call__(self, x):
        return {"a": x[:, :2], "b": x[:, 0]}  # (a: [2], b: [])  model_of_records.dl:1
