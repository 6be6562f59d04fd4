"""`dlc predict`: what a run's model says of new data.

    inputs -> records -> fields -> examples -> answers -> output

`inputs` reads records from files or standard input, `records` brings them into the columns that the spec reads (with
`pictures` and `sounds`, where a cell is a file), `predictor` computes the fields and asks the model, `examples` cuts
out those that are stretches of rows, `answers` says what the numbers mean, `output` writes them.
"""
