def evaluate(models, batch):  # evaluation_without_model.dl:3
    return [(batch["decided"], batch["truth"])]
