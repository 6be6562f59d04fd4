class ConvNorm(nnx.Module):
    def __init__(self, in_features, width, kernel, stride, padding, rngs):
        self.conv1 = nnx.Conv(
            in_features, width, kernel_size=(kernel, kernel), strides=stride, padding=padding, use_bias=False, rngs=rngs
        )
        self.batch_norm1 = nnx.BatchNorm(width, rngs=rngs)

    def __call__(self, x):
        x = self.conv1(x)
        return self.batch_norm1(x)

class Bottleneck(nnx.Module):
    def __init__(self, in_features, width, stride, rngs):
        self.conv_norm1 = ConvNorm(in_features, 4 * width, kernel=1, stride=stride, padding=0, rngs=rngs)
        self.conv_norm2 = ConvNorm(in_features, width, kernel=1, stride=1, padding=0, rngs=rngs)
        self.conv_norm3 = ConvNorm(width, width, kernel=3, stride=stride, padding=1, rngs=rngs)
        self.conv_norm4 = ConvNorm(width, 4 * width, kernel=1, stride=1, padding=0, rngs=rngs)

    def __call__(self, x):
        shortcut = self.conv_norm1(x)
        x = self.conv_norm2(x)
        x = jax.nn.relu(x)
        x = self.conv_norm3(x)
        x = jax.nn.relu(x)
        residue = self.conv_norm4(x)
        return jax.nn.relu(shortcut + residue)

class Bottleneck2(nnx.Module):
    def __init__(self, width, rngs):
        self.conv_norm1 = ConvNorm(4 * width, width, kernel=1, stride=1, padding=0, rngs=rngs)
        self.conv_norm2 = ConvNorm(width, width, kernel=3, stride=1, padding=1, rngs=rngs)
        self.conv_norm3 = ConvNorm(width, 4 * width, kernel=1, stride=1, padding=0, rngs=rngs)

    def __call__(self, x):
        y = self.conv_norm1(x)
        y = jax.nn.relu(y)
        y = self.conv_norm2(y)
        y = jax.nn.relu(y)
        residue = self.conv_norm3(y)
        return jax.nn.relu(x + residue)

class Stage(nnx.Module):
    def __init__(self, in_features, width, stride, depth, rngs):
        self.bottleneck1 = Bottleneck(in_features, width, stride=stride, rngs=rngs)
        self.bottleneck2 = nnx.List([Bottleneck2(width, rngs) for _ in range(depth - 1)])

    def __call__(self, x):
        x = self.bottleneck1(x)
        for layer in self.bottleneck2:
            x = layer(x)
        return x

class Stage2(nnx.Module):
    def __init__(self, rngs):
        self.bottleneck1 = Bottleneck(512, 256, stride=2, rngs=rngs)
        self.bottleneck2 = stacked(35, Bottleneck2, 256, rngs=rngs)

    def __call__(self, x):
        x = self.bottleneck1(x)  # [14, 14, 1024]
        return repeat(self.bottleneck2, x)

class ResNet152(nnx.Module):
    def __init__(self, rngs):
        self.conv_norm1 = ConvNorm(3, 64, kernel=7, stride=2, padding=3, rngs=rngs)
        self.stage1 = Stage(64, 64, stride=1, depth=3, rngs=rngs)
        self.stage2 = Stage(256, 128, stride=2, depth=8, rngs=rngs)
        self.stage3 = Stage2(rngs)
        self.stage4 = Stage(1024, 512, stride=2, depth=3, rngs=rngs)
        self.dense1 = nnx.Linear(2048, 1000, rngs=rngs)

    def __call__(self, image):
        x = self.conv_norm1(image)  # [112, 112, 64]
        x = jax.nn.relu(x)
        x = nnx.max_pool(x, (3, 3), strides=(2, 2), padding=((1, 1), (1, 1)))  # [56, 56, 64]
        x = self.stage1(x)  # [56, 56, 256]
        x = self.stage2(x)  # [28, 28, 512]
        x = self.stage3(x)  # [14, 14, 1024]
        x = self.stage4(x)  # [7, 7, 2048]
        x = jnp.mean(x, axis=(1, 2))  # [2048]
        return self.dense1(x)  # [1000]
