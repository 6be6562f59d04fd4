"""What features learn from the training split, and its application to every split: one file a family."""

from runtime.features.fit import Fit as Fit
from runtime.features.learner import AtRow as AtRow
from runtime.features.learner import NotLearned as NotLearned
