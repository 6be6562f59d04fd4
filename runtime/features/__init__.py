"""What features learn from the training split, and its application to every split."""

from runtime.features.fit import Fit as Fit
from runtime.features.fit import NotLearned as NotLearned
