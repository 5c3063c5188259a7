"""Where the community's services are and when they are open, and what it answers to questions."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class ServiceRow(Base):
    """A station or counter and its hours."""

    __tablename__ = "services"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")


class HandbookRow(Base):
    """A question residents ask, its answer, and where the answer comes from."""

    __tablename__ = "handbook"

    question: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    day: Mapped[date | None]
