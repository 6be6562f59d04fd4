class Pair(nnx.Module):  # model_taking_a_record_apart.dl:1
    def __call__(self, x):
        return {"a": x[:, :2], "b": x[:, 2:]}  # (a: [2], b: [2])  model_taking_a_record_apart.dl:1

class Net(nnx.Module):  # model_taking_a_record_apart.dl:2
    def __call__(self, x, pair):
        x = pair(x)  # (a: [2], b: [2])  model_taking_a_record_apart.dl:3
        a = x["a"]  # [2]
        b = x["b"]
        return a + b  # model_taking_a_record_apart.dl:4
