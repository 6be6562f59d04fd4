class Net(nnx.Module):  # long_expression_in_lines.dl:1
    def __call__(self, a, b, c):
        return a * b + b * c - c * a  # long_expression_in_lines.dl:2
