"""What features learn from the training split, and its application to every split: one file a family."""

from runtime.data.features.fit import Fit as Fit
from runtime.data.features.learner import AtRow as AtRow
from runtime.data.features.learner import NotLearned as NotLearned
