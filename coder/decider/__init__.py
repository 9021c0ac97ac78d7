"""The decider: a small linear model that chooses among the readings, and proposes where no reading fits.

`corpus` reads the sentences of `seeds/corpus/`, `features` turns a trigger and its neighbours into names of features, `model` is the
weights in use, `training` makes them.
"""
