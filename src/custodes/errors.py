"""The root of every error that Custodes raises on purpose, as a tree.

    CustodesError
    ├── PolicyError     a policy folder cannot be used as it is      (custodes.policy)
    ├── DocumentError   an employer's document cannot be imported    (custodes.policy)
    ├── ListError       a list, a permit or the staff file is wrong  (custodes.detect)
    ├── SampleError     a made-up library cannot be made as asked    (custodes.sample)
    └── UnfinishedError the work could not be brought to its end
        ├── OutputError     a result cannot be written               (custodes.engine)
        └── WorkerError     a worker process was stopped             (custodes.engine)

A message says what is wrong, where, and what mends it, in words for the person at the keyboard.
"""


class CustodesError(Exception):
    """Something the person can mend; printed without a traceback."""


class UnfinishedError(CustodesError):
    """The use was right, but the machine did not let it come to its end."""
