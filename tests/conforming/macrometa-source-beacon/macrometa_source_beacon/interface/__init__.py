"""The interface of the platform, in parts."""

from .configuration import Configuration as Configuration
from .identity import Identity as Identity
from .sampling import Sampling as Sampling
