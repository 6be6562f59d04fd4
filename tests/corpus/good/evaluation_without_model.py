def evaluate(models, batch):
    return [(batch["decided"], batch["truth"])]
