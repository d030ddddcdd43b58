"""Everything that can go wrong, as one tree.

TreasuryError
├── SourceError(publisher, dataset, reason, hint)
│   ├── SourceUnavailable     nobody answered, or not with data; trying later may help
│   ├── SourceRefused         the publisher said no; trying again the same way will not help
│   │   └── MissingCredential
│   ├── SourceChanged         the answer no longer has the declared shape; needs a person
│   └── NoObservations        a valid answer without rows where rows are due
├── StoreError                the store cannot be read or written
│   ├── NothingStored         the store and the snapshot hold nothing for this dataset
│   ├── NothingReadable       versions are held, and none of them can be read
│   └── StoreBusy             another writer got there first, several times
├── BadReference              a file in data/reference does not hold what it must
└── BadInput                  somebody typed something that cannot be used; says what to type
"""


class TreasuryError(Exception):
    """Base of every error this package raises on purpose."""


class SourceError(TreasuryError):
    """A publisher's data could not be had. Names publisher, dataset, reason and, where known, the fix."""

    kind = "error"

    def __init__(self, publisher: str, dataset: str, reason: str, hint: str = "") -> None:
        self.publisher, self.dataset, self.reason, self.hint = publisher, dataset, reason, hint
        super().__init__(publisher, dataset, reason, hint)

    def __str__(self) -> str:
        text = f"{self.publisher}, {self.dataset}: {self.reason}"
        return f"{text} ({self.hint})" if self.hint else text


class SourceUnavailable(SourceError):
    kind = "unavailable"


class SourceRefused(SourceError):
    kind = "refused"


class MissingCredential(SourceRefused):
    kind = "missing_credential"


class SourceChanged(SourceError):
    kind = "changed"


class NoObservations(SourceError):
    kind = "no_observations"


class StoreError(TreasuryError):
    """The store cannot be read or written; the message names the place and the cause."""

    kind = "store"


class NothingStored(StoreError):
    kind = "nothing_stored"


class NothingReadable(StoreError):
    """``newest`` is the newest of the versions that cannot be read; "" where they cannot even be listed."""

    def __init__(self, message: str, newest: str) -> None:
        self.newest = newest
        super().__init__(message)


class StoreBusy(StoreError):
    kind = "store_busy"


class BadReference(TreasuryError):
    """A reviewed file under data/reference is wrong; names file, line and column."""


class BadInput(TreasuryError, ValueError):
    """A date, name or number that cannot be used; the message says what would be."""
