"""`dlc predict`: what a run's model says of new data.

    inputs -> records -> fields -> answers -> output

`inputs` reads records from files or standard input, `records` brings them into the columns that the spec reads,
`predictor` computes the fields and asks the model, `answers` says what the numbers mean, `output` writes them.
"""
